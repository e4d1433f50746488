/**
 * Balances of accounts as a projection: {@link dev.foliot.benchmarks.balance.BalanceProjector} by
 * JPA, {@link dev.foliot.benchmarks.balance.HandWrittenBalances} by hand.
 */
@NullMarked
package dev.foliot.benchmarks.balance;

import org.jspecify.annotations.NullMarked;
