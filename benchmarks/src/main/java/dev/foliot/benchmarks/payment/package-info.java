/**
 * Commands that are stored and handled later, each of which writes one row: with Foliot ({@link
 * dev.foliot.benchmarks.payment.FoliotPayments}) and by hand ({@link
 * dev.foliot.benchmarks.payment.HandWrittenPayments}).
 */
@NullMarked
package dev.foliot.benchmarks.payment;

import org.jspecify.annotations.NullMarked;
