/**
 * What is measured: accounts that take deposits, event-sourced with Foliot ({@link
 * dev.foliot.benchmarks.account.Account}) and by hand ({@link
 * dev.foliot.benchmarks.account.HandWritten}), and balances that follow from them.
 */
@NullMarked
package dev.foliot.benchmarks.account;

import org.jspecify.annotations.NullMarked;
