package dev.foliot.benchmarks.axon;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Puts one cent on an account, which may be new, some times in one transaction. */
record DepositCents(@TargetAggregateIdentifier String accountId, int times) {}
