package dev.foliot.benchmarks.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline: the least that stores accounts as events, with the same JSON library and the same
 * guarantee that of two transactions that loaded one version only one commits. It has no metadata,
 * no index for readers, no types but one.
 */
public final class HandWritten {
  private final DataSource database;
  private final JsonMapper json = JsonMapper.builder().build();

  public HandWritten(DataSource database) {
    this.database = database;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table event (
            position bigint generated always as identity primary key,
            stream varchar(100) not null,
            version bigint not null,
            id uuid not null,
            type varchar(100) not null,
            payload text not null,
            occurred_at timestamp with time zone not null,
            unique (stream, version))""");
    } catch (SQLException e) {
      throw new IllegalStateException("The baseline's table could not be created", e);
    }
  }

  private record State(long version, long balance) {}

  /** Loads an account, appends some deposits, and commits. */
  public long deposit(String accountId, long cents, String reference, int times)
      throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      State state = load(connection, accountId);
      append(connection, accountId, state.version(), cents, reference, times);
      connection.commit();
      return state.balance() + cents * times;
    }
  }

  /** The balance of an account. */
  public long balance(String accountId) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return load(connection, accountId).balance();
    }
  }

  private State load(Connection connection, String accountId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select version, payload from event where stream = ? order by version")) {
      select.setString(1, accountId);
      try (ResultSet rows = select.executeQuery()) {
        long version = 0;
        long balance = 0;
        while (rows.next()) {
          version = rows.getLong(1);
          balance += json.readValue(rows.getString(2), Deposited.class).cents();
        }
        return new State(version, balance);
      }
    }
  }

  private void append(
      Connection connection, String accountId, long after, long cents, String reference, int times)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into event (stream, version, id, type, payload, occurred_at) values (?, ?, ?, ?, ?, ?)")) {
      for (int i = 1; i <= times; i++) {
        insert.setString(1, accountId);
        insert.setLong(2, after + i);
        insert.setObject(3, UUID.randomUUID());
        insert.setString(4, "deposited");
        insert.setString(5, json.writeValueAsString(new Deposited(accountId, cents, reference)));
        insert.setObject(6, OffsetDateTime.now(ZoneOffset.UTC));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
