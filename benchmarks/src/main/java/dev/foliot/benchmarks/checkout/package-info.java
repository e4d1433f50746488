/**
 * A checkout of four events: with a process manager of Foliot ({@link
 * dev.foliot.benchmarks.checkout.Checkout}) and by hand ({@link
 * dev.foliot.benchmarks.checkout.HandWrittenCheckouts}).
 */
@NullMarked
package dev.foliot.benchmarks.checkout;

import org.jspecify.annotations.NullMarked;
