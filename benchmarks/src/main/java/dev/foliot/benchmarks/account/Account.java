package dev.foliot.benchmarks.account;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import org.jspecify.annotations.Nullable;

/** An account: its balance follows from its deposits. */
@Aggregate
public class Account extends EventSourcedAggregate {
  private @Nullable String accountId;
  private long balance;

  /** Puts money on it. */
  public void deposit(String toAccount, long cents, String reference) {
    raise(new Deposited(toAccount, cents, reference));
  }

  @Override
  public @Nullable String id() {
    return accountId;
  }

  public long balance() {
    return balance;
  }

  @Apply
  void on(Deposited event) {
    accountId = event.accountId();
    balance += event.cents();
  }
}
