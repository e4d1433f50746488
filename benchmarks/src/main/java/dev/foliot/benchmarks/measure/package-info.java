/**
 * How contenders are compared: they take turns, each round is a {@link
 * dev.foliot.benchmarks.measure.Sample}, and {@link dev.foliot.benchmarks.measure.Comparison} has
 * the medians. Knows nothing of what is measured.
 */
@NullMarked
package dev.foliot.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
