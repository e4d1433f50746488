package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.HandWritten;
import java.sql.SQLException;

/** With plain JDBC. */
record AccountsByHand(HikariDataSource database, HandWritten accounts) implements Accounts {
  AccountsByHand(HikariDataSource database) {
    this(database, new HandWritten(database));
  }

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
