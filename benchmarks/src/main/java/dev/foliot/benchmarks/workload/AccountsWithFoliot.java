package dev.foliot.benchmarks.workload;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.aggregate.AppendOptions;
import dev.foliot.benchmarks.account.Account;
import dev.foliot.benchmarks.account.AccountApplication;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.Deposited;
import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.database.Database;
import java.util.Collections;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;

/** With an application of Foliot. */
record AccountsWithFoliot(ConfigurableApplicationContext application, Domain domain)
    implements Accounts {
  AccountsWithFoliot(ConfigurableApplicationContext application) {
    this(application, application.getBean(Domain.class));
  }

  /** With further properties, {@code key=value}. */
  static AccountsWithFoliot start(Database database, String... properties) {
    return new AccountsWithFoliot(AccountApplication.start(database, properties));
  }

  @Override
  public void fill(int from, int to, int deposits) {
    FillAccounts.of(application, from, to, deposits);
  }

  @Override
  public void deposit(int account, int times) {
    domain.process(new Deposit(Deposit.account(account), times));
  }

  /** Appends deposits to a new account as past events, in one transaction. */
  void append(int account, int times) {
    String id = Deposit.account(account);
    domain.append(
        Account.class,
        id,
        Collections.nCopies(times, new Deposited(id, 1, Deposit.REFERENCE)),
        AppendOptions.expectedVersion(0));
  }

  @Override
  public long balance(int account) {
    return domain.repositoryFor(Account.class).get(Deposit.account(account)).balance();
  }

  @Override
  public void forget() {
    application.getBean(AggregateCache.class).clear();
  }

  @Override
  public DataSource database() {
    return application.getBean(DataSource.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
