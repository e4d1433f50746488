package dev.foliot.benchmarks.balance;

import dev.foliot.benchmarks.account.Deposited;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Two ways to bring a batch of events into rows by SQL. The statement of each database inserts a
 * row or adds to it, and finds it by its key whatever the planner knows.
 */
@FunctionalInterface
public interface ApplyDeposits {
  String POSTGRES =
      """
      insert into balance as old (account_id, cents, deposits) values (?, ?, ?)
      on conflict (account_id) do update
      set cents = old.cents + excluded.cents, deposits = old.deposits + excluded.deposits""";

  String H2 =
      """
      merge into balance as old
      using (values (cast(? as varchar), cast(? as bigint), cast(? as bigint))) as more (account_id, cents, deposits)
      on old.account_id = more.account_id
      when matched then update
      set cents = old.cents + more.cents, deposits = old.deposits + more.deposits
      when not matched then insert values (more.account_id, more.cents, more.deposits)""";

  void to(Connection connection, Collection<Deposited> events) throws SQLException;

  /** A statement for each event, one after the other. */
  static void oneByOne(Connection connection, Collection<Deposited> events) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      for (Deposited event : events) {
        Sum.NONE.plus(event).setOn(statement, event.accountId());
        statement.executeUpdate();
      }
    }
  }

  /** The events of each account are added up, and all accounts are written at once. */
  static void atOnce(Connection connection, Collection<Deposited> events) throws SQLException {
    Map<String, Sum> sums = new LinkedHashMap<>();
    for (Deposited event : events) {
      sums.merge(event.accountId(), Sum.NONE.plus(event), Sum::plus);
    }
    try (PreparedStatement statement = prepare(connection)) {
      for (Map.Entry<String, Sum> sum : sums.entrySet()) {
        sum.getValue().setOn(statement, sum.getKey());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static PreparedStatement prepare(Connection connection) throws SQLException {
    boolean h2 = connection.getMetaData().getURL().startsWith("jdbc:h2:");
    return connection.prepareStatement(h2 ? H2 : POSTGRES);
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
      statement.setString(1, account);
      statement.setLong(2, cents);
      statement.setLong(3, deposits);
    }
  }
}
