package dev.foliot.benchmarks.account;

import dev.foliot.event.DomainEvent;

/** Money was put on an account. */
@DomainEvent(name = "deposited")
public record Deposited(String accountId, long cents, String reference) {}
