package dev.foliot.benchmarks.account;

import dev.foliot.command.Command;

/** Puts money on an account, many times in one transaction. */
@Command
public record DepositMany(String accountId, long cents, String reference, int times) {}
