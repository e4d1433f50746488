/**
 * Measures what Foliot costs beside hand-written JDBC that does the least work. Every figure is a
 * ratio of two contenders that took turns in one run, since absolute figures mean nothing on a
 * shared machine. Open {@link dev.foliot.benchmarks.Benchmarks} first.
 */
@NullMarked
package dev.foliot.benchmarks;

import org.jspecify.annotations.NullMarked;
