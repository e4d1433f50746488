/**
 * Tests of the three levels, as an application has them. {@link
 * dev.foliot.benchmarks.testspeed.RunTests} runs and measures them.
 */
@NullMarked
package dev.foliot.benchmarks.testspeed;

import org.jspecify.annotations.NullMarked;
