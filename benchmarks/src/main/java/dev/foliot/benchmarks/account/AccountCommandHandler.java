package dev.foliot.benchmarks.account;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.command.CommandHandler;
import dev.foliot.handler.Handle;

/** Takes deposits. */
@CommandHandler
public class AccountCommandHandler {
  private final AggregateRepository<Account> accounts;

  AccountCommandHandler(AggregateRepository<Account> accounts) {
    this.accounts = accounts;
  }

  @Handle
  long deposit(Deposit command) {
    Account account = accounts.find(command.accountId()).orElseGet(Account::new);
    for (int i = 0; i < command.times(); i++) {
      account.deposit(command.accountId(), 1, Deposit.REFERENCE);
    }
    accounts.save(account);
    return account.balance();
  }
}
