package dev.foliot.benchmarks.balance;

import dev.foliot.benchmarks.account.Deposited;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two ways to bring a batch of events into the rows of the baseline. */
@FunctionalInterface
public interface ApplyDeposits {
  String UPDATE =
      "update balance set cents = cents + ?, deposits = deposits + ? where account_id = ?";
  String INSERT = "insert into balance (cents, deposits, account_id) values (?, ?, ?)";

  void to(Connection connection, Collection<Deposited> events) throws SQLException;

  /** An update, and an insert if there was no row, for each event. */
  static void oneByOne(Connection connection, Collection<Deposited> events) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Deposited event : events) {
        Sum one = Sum.NONE.plus(event);
        one.setOn(update, event.accountId());
        if (update.executeUpdate() == 0) {
          one.setOn(insert, event.accountId());
          insert.executeUpdate();
        }
      }
    }
  }

  /**
   * The events of each account are added up; then there is one batch of updates, and of inserts.
   */
  static void folding(Connection connection, Collection<Deposited> events) throws SQLException {
    Map<String, Sum> sums = new LinkedHashMap<>();
    for (Deposited event : events) {
      sums.merge(event.accountId(), Sum.NONE.plus(event), Sum::plus);
    }
    List<String> accounts = new ArrayList<>(sums.keySet());
    try (PreparedStatement update = connection.prepareStatement(UPDATE);
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (String account : accounts) {
        sums.getOrDefault(account, Sum.NONE).addTo(update, account);
      }
      int[] updated = update.executeBatch();
      for (int i = 0; i < updated.length; i++) {
        if (updated[i] == 0) {
          sums.getOrDefault(accounts.get(i), Sum.NONE).addTo(insert, accounts.get(i));
        }
      }
      insert.executeBatch();
    }
  }

  /** What several deposits come to. */
  record Sum(long cents, long deposits) {
    static final Sum NONE = new Sum(0, 0);

    Sum plus(Deposited event) {
      return new Sum(cents + event.cents(), deposits + 1);
    }

    Sum plus(Sum other) {
      return new Sum(cents + other.cents, deposits + other.deposits);
    }

    void setOn(PreparedStatement statement, String account) throws SQLException {
      statement.setLong(1, cents);
      statement.setLong(2, deposits);
      statement.setString(3, account);
    }

    void addTo(PreparedStatement statement, String account) throws SQLException {
      setOn(statement, account);
      statement.addBatch();
    }
  }
}
