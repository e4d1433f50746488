/**
 * How contenders are compared: they take turns, each turn is a {@link
 * dev.foliot.benchmarks.measure.Sample}, and {@link dev.foliot.benchmarks.measure.Comparison} has
 * the medians. {@link dev.foliot.benchmarks.measure.Load} and {@link
 * dev.foliot.benchmarks.measure.Pace} are two ways to fill a turn. Knows nothing of what is
 * measured.
 */
@NullMarked
package dev.foliot.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
