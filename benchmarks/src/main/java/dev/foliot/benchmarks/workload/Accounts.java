package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.benchmarks.Database;
import dev.foliot.benchmarks.account.Account;
import dev.foliot.benchmarks.account.AccountApplication;
import dev.foliot.benchmarks.account.DepositMany;
import dev.foliot.benchmarks.account.HandWritten;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Accounts of one contender, in a database of its own. */
interface Accounts extends AutoCloseable {
  String REFERENCE = "a reference of the length that people give to their payments, 2026-11";

  /** Loads an account and appends deposits to it, in one transaction. */
  void deposit(String account, int times) throws SQLException;

  /** Loads an account. */
  long balance(String account) throws SQLException;

  @Override
  void close();

  /** Fills accounts 0 to {@code count}, each with some deposits. */
  default void fill(int count, int deposits) {
    try {
      for (int account = 0; account < count; account++) {
        deposit(id(account), deposits);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The accounts could not be filled", e);
    }
  }

  /** The id of an account. */
  static String id(int account) {
    return "account-" + account;
  }

  /** By hand. */
  static Accounts handWritten(Database database, int count, int deposits) {
    HikariDataSource pool = database.pool(database.newDatabase());
    HandWritten accounts = new HandWritten(pool);
    return filled(
        pool,
        count,
        deposits,
        new Accounts() {
          @Override
          public void deposit(String account, int times) throws SQLException {
            accounts.deposit(account, 1, REFERENCE, times);
          }

          @Override
          public long balance(String account) throws SQLException {
            return accounts.balance(account);
          }

          @Override
          public void close() {
            pool.close();
          }
        });
  }

  /** With Foliot; further properties are {@code key=value}. */
  static Accounts foliot(Database database, int count, int deposits, String... properties) {
    ConfigurableApplicationContext application =
        AccountApplication.start(database.newDatabase(), database.user(), properties);
    Domain domain = application.getBean(Domain.class);
    return filled(
        application.getBean(DataSource.class),
        count,
        deposits,
        new Accounts() {
          @Override
          public void deposit(String account, int times) {
            domain.process(new DepositMany(account, 1, REFERENCE, times));
          }

          @Override
          public long balance(String account) {
            Optional<Account> found = domain.repositoryFor(Account.class).find(account);
            return found.orElseThrow().balance();
          }

          @Override
          public void close() {
            application.close();
          }
        });
  }

  private static Accounts filled(DataSource database, int count, int deposits, Accounts accounts) {
    accounts.fill(count, deposits);
    Database.analyze(database);
    return accounts;
  }
}
