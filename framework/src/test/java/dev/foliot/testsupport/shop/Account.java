package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.Invariant;
import dev.foliot.testsupport.shop.Shop.AccountAudited;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.Withdrawn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event-sourced aggregate. */
@Aggregate
public class Account extends EventSourcedAggregate {
  private @Nullable String accountId;
  private int balance;
  private final List<Entry> entries = new ArrayList<>();

  /** A part that knows its whole. */
  public final class Entry {
    private final int amount;

    Entry(int amount) {
      this.amount = amount;
    }

    public int amount() {
      return amount;
    }

    public void repeat() {
      deposit(amount);
    }
  }

  private Account() {}

  public static Account open(String accountId) {
    Account account = new Account();
    account.raise(new AccountOpened(accountId));
    return account;
  }

  /** Has raised nothing. */
  public static Account blank() {
    return new Account();
  }

  @Override
  public @Nullable String id() {
    return accountId;
  }

  public int balance() {
    return balance;
  }

  public List<Entry> entries() {
    return entries;
  }

  public void deposit(int amount) {
    raise(new Deposited(accountId, amount));
  }

  public void withdraw(int amount) {
    raise(new Withdrawn(accountId, amount));
  }

  public void audit() {
    raise(new AccountAudited(accountId));
  }

  @Apply
  private void on(AccountOpened event) {
    accountId = event.accountId();
  }

  @Apply
  void on(Deposited event) {
    balance += event.amount();
    entries.add(new Entry(event.amount()));
  }

  @Apply
  protected void on(Withdrawn event) {
    balance -= event.amount();
    entries.add(new Entry(-event.amount()));
  }

  @Invariant
  boolean notOverdrawn() {
    return balance >= 0;
  }

  @Invariant
  void atMostAMillion() {
    if (balance > 1_000_000) {
      throw new IllegalStateException("balance is " + balance);
    }
  }
}
