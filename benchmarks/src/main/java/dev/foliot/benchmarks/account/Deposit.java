package dev.foliot.benchmarks.account;

import dev.foliot.command.Command;

/** Puts money on an account, which is opened by its first deposit. */
@Command
public record Deposit(String accountId, long cents, String reference) {}
