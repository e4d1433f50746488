/** Messages that wait for their time: Foliot's, and the baseline by hand. */
@NullMarked
package dev.foliot.benchmarks.timer;

import org.jspecify.annotations.NullMarked;
