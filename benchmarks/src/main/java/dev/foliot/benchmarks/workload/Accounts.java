package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Accounts of one contender, in a database of its own. */
public interface Accounts extends AutoCloseable {

  /** Opens the accounts with these numbers, each with some deposits. */
  void fill(int from, int to, int deposits) throws SQLException;

  /** Loads an account, which may be new, and appends deposits to it, in one transaction. */
  void deposit(int account, int times) throws SQLException;

  /** Loads an account. */
  long balance(int account) throws SQLException;

  DataSource database();

  @Override
  void close();

  /** Forgets what this node remembers of accounts. */
  default void forget() {}

  /**
   * As {@link #fill}, one deposit after the other on all accounts, so that no two are neighbours.
   */
  default void fillInterleaved(int from, int to, int deposits) throws SQLException {
    for (int i = 0; i < deposits; i++) {
      fill(from, to, 1);
    }
  }

  /** By hand. */
  static Accounts handWritten(Database database) {
    return new AccountsByHand(database.newPoolByHand());
  }

  /** With Foliot; further properties are {@code key=value}. */
  static Accounts foliot(Database database, String... properties) {
    return AccountsWithFoliot.start(database, properties);
  }
}
