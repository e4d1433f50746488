package dev.foliot.test.bank;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.handler.Handle;

/** The messages of the bank, and its accounts. */
final class Bank {
  private Bank() {}

  @Command
  record Open(String account, String branch) {}

  @Command
  record Deposit(String account, int amount) {}

  @DomainEvent
  record Opened(String account, String branch) {}

  @DomainEvent(publish = "statements")
  record Deposited(String account, String branch, int amount) {}

  @Aggregate
  static class Account extends EventSourcedAggregate {
    private String id;
    private String branch;

    static Account open(String id, String branch) {
      Account account = new Account();
      account.raise(new Opened(id, branch));
      return account;
    }

    @Override
    public String id() {
      return id;
    }

    void deposit(int amount) {
      raise(new Deposited(id, branch, amount));
    }

    @Apply
    void on(Opened event) {
      id = event.account();
      branch = event.branch();
    }

    @Apply
    void on(Deposited event) {
      // It is of no importance for what may happen next.
    }
  }

  @CommandHandler
  static class Accounts {
    private final AggregateRepository<Account> accounts;

    Accounts(AggregateRepository<Account> accounts) {
      this.accounts = accounts;
    }

    @Handle
    void on(Open command) {
      accounts.save(Account.open(command.account(), command.branch()));
    }

    @Handle
    void on(Deposit command) {
      accounts.get(command.account()).deposit(command.amount());
    }
  }
}
