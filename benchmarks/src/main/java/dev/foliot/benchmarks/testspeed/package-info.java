/**
 * Tests of the three levels as an application has them, to be run by {@link
 * dev.foliot.benchmarks.testspeed.RunTests} and measured.
 */
@NullMarked
package dev.foliot.benchmarks.testspeed;

import org.jspecify.annotations.NullMarked;
