package dev.foliot.benchmarks.account;

import dev.foliot.command.Command;

/**
 * Puts one cent on an account, which is opened by its first deposit, some times in one transaction.
 */
@Command
public record Deposit(String accountId, int times) {
  /** What each deposit says. */
  public static final String REFERENCE =
      "a reference of the length that people give to their payments, 2026-11";

  /** The id of the account with that number. */
  public static String account(int number) {
    return "account-" + number;
  }
}
