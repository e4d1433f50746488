package dev.foliot.benchmarks.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.UUID;
import javax.sql.DataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline: the least that stores accounts as events, with the same JSON library and the same
 * guarantee that of two transactions that loaded one version only one commits. It has no metadata,
 * no index for readers, no types but one, and no command, handler or aggregate.
 */
public final class HandWritten {
  private static final int ACCOUNTS_A_TRANSACTION = 50;

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

  /** Opens accounts, each with some deposits; not for measuring. */
  public void fill(int from, int to, int deposits) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      for (int account = from; account < to; account++) {
        append(
            connection,
            Deposit.account(account),
            load(connection, Deposit.account(account)).version(),
            deposits);
        if (account % ACCOUNTS_A_TRANSACTION == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }

  /** Loads an account, appends some deposits, and commits. */
  public long deposit(String account, int times) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      State state = load(connection, account);
      append(connection, account, state.version(), times);
      connection.commit();
      return state.balance() + times;
    }
  }

  /** The balance of an account. */
  public long balance(String account) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return load(connection, account).balance();
    }
  }

  private State load(Connection connection, String account) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select version, payload from event where stream = ? order by version")) {
      select.setString(1, account);
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

  /** All deposits in one statement. */
  private void append(Connection connection, String account, long after, int times)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into event (stream, version, id, type, payload, occurred_at) values "
                + String.join(", ", Collections.nCopies(times, "(?, ?, ?, ?, ?, ?)")))) {
      int parameter = 0;
      for (int i = 1; i <= times; i++) {
        Deposited event = new Deposited(account, 1, Deposit.REFERENCE);
        insert.setString(++parameter, account);
        insert.setLong(++parameter, after + i);
        insert.setObject(++parameter, UUID.randomUUID());
        insert.setString(++parameter, "deposited");
        insert.setString(++parameter, json.writeValueAsString(event));
        insert.setObject(++parameter, OffsetDateTime.now(ZoneOffset.UTC));
      }
      insert.executeUpdate();
    }
  }
}
