package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.benchmarks.account.Account;
import dev.foliot.benchmarks.account.AccountApplication;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.account.HandWritten;
import dev.foliot.benchmarks.database.Database;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Accounts of one contender, in a database of its own. */
interface Accounts extends AutoCloseable {

  /** Opens the accounts with these numbers, each with some deposits. */
  void fill(int from, int to, int deposits) throws SQLException;

  /** Loads an account and appends deposits to it, in one transaction. */
  void deposit(int account, int times) throws SQLException;

  /** Loads an account. */
  long balance(int account) throws SQLException;

  DataSource database();

  @Override
  void close();

  /** As {@link #fill}, and the planner learns of it. */
  default void prepare(int from, int to, int deposits) {
    try {
      fill(from, to, deposits);
      Database.analyze(database());
    } catch (SQLException e) {
      throw new IllegalStateException("The accounts could not be filled", e);
    }
  }

  /** By hand. */
  static Accounts handWritten(Database database) {
    HikariDataSource pool = database.pool(database.newDatabase());
    return new ByHand(pool, new HandWritten(pool));
  }

  /** With Foliot; further properties are {@code key=value}. */
  static Accounts foliot(Database database, String... properties) {
    return new WithFoliot(AccountApplication.start(database, properties));
  }

  /** With plain JDBC. */
  record ByHand(HikariDataSource database, HandWritten accounts) implements Accounts {
    @Override
    public void fill(int from, int to, int deposits) throws SQLException {
      accounts.fill(from, to, deposits);
    }

    @Override
    public void deposit(int account, int times) throws SQLException {
      accounts.deposit(Deposit.account(account), times);
    }

    @Override
    public long balance(int account) throws SQLException {
      return accounts.balance(Deposit.account(account));
    }

    @Override
    public void close() {
      database.close();
    }
  }

  /** With an application whose engine does not run. */
  record WithFoliot(ConfigurableApplicationContext application, Domain domain) implements Accounts {
    WithFoliot(ConfigurableApplicationContext application) {
      this(application, application.getBean(Domain.class));
    }

    @Override
    public void fill(int from, int to, int deposits) {
      FillAccounts.of(application, from, to, deposits);
    }

    @Override
    public void deposit(int account, int times) {
      domain.process(new Deposit(Deposit.account(account), times));
    }

    @Override
    public long balance(int account) {
      return domain.repositoryFor(Account.class).get(Deposit.account(account)).balance();
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
}
