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
 * The baseline of a projection: reads the baseline's events after a checkpoint and brings them into
 * rows, a batch in one transaction.
 */
public final class HandWrittenBalances {
  private final DataSource database;
  private final int batch;
  private final ApplyDeposits apply;
  private final JsonMapper json = JsonMapper.builder().build();

  private HandWrittenBalances(DataSource database, int batch, ApplyDeposits apply) {
    this.database = database;
    this.batch = batch;
    this.apply = apply;
    execute(
        "create table balance (account_id varchar(100) primary key, cents bigint not null, deposits bigint not null)");
    execute("create table checkpoint (position bigint not null)");
    execute("insert into checkpoint values (0)");
  }

  /** Brings each event into its row with a statement of its own, as code without a batch does. */
  public static HandWrittenBalances oneByOne(DataSource database, int batch) {
    return new HandWrittenBalances(database, batch, ApplyDeposits::oneByOne);
  }

  /** Adds up the events of a batch in memory, then writes all rows at once. */
  public static HandWrittenBalances atOnce(DataSource database, int batch) {
    return new HandWrittenBalances(database, batch, ApplyDeposits::atOnce);
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
        apply.to(connection, events.values());
        saveCheckpoint(connection, events.keySet());
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

  private static void saveCheckpoint(Connection connection, Iterable<Long> positions)
      throws SQLException {
    long last = 0;
    for (long position : positions) {
      last = position;
    }
    try (PreparedStatement save =
        connection.prepareStatement("update checkpoint set position = ?")) {
      save.setLong(1, last);
      save.executeUpdate();
    }
  }
}
