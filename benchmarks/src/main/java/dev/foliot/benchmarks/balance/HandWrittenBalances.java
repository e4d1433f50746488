package dev.foliot.benchmarks.balance;

import dev.foliot.benchmarks.account.Deposited;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline of a projection: it reads the baseline's events after a checkpoint and brings them
 * into rows, with an upsert for each event.
 */
public final class HandWrittenBalances {
  private final DataSource database;
  private final int batch;
  private final JsonMapper json = JsonMapper.builder().build();

  public HandWrittenBalances(DataSource database, int batch) {
    this.database = database;
    this.batch = batch;
    execute(
        "create table balance (account_id varchar(100) primary key, cents bigint not null, deposits bigint not null)");
    execute("create table checkpoint (position bigint not null)");
    execute("insert into checkpoint values (0)");
  }

  /** Forgets everything. */
  public void reset() {
    execute("delete from balance");
    execute("update checkpoint set position = 0");
  }

  private void execute(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Handles one batch in one transaction, and says how many events it had. */
  public int step() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Map<Long, Deposited> events = read(connection);
      if (!events.isEmpty()) {
        upsert(connection, events.values());
        long last = events.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
        try (PreparedStatement save =
            connection.prepareStatement("update checkpoint set position = ?")) {
          save.setLong(1, last);
          save.executeUpdate();
        }
      }
      connection.commit();
      return events.size();
    }
  }

  private Map<Long, Deposited> read(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select position, payload from event
            where position > (select position from checkpoint) order by position limit ?""")) {
      select.setInt(1, batch);
      try (ResultSet rows = select.executeQuery()) {
        Map<Long, Deposited> events = new LinkedHashMap<>();
        while (rows.next()) {
          events.put(rows.getLong(1), json.readValue(rows.getString(2), Deposited.class));
        }
        return events;
      }
    }
  }

  private static void upsert(Connection connection, Iterable<Deposited> events)
      throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                "update balance set cents = cents + ?, deposits = deposits + 1 where account_id = ?");
        PreparedStatement insert =
            connection.prepareStatement("insert into balance values (?, ?, 1)")) {
      for (Deposited event : events) {
        update.setLong(1, event.cents());
        update.setString(2, event.accountId());
        if (update.executeUpdate() == 0) {
          insert.setString(1, event.accountId());
          insert.setLong(2, event.cents());
          insert.executeUpdate();
        }
      }
    }
  }
}
