package dev.foliot.benchmarks.timer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The baseline of timers: a table of messages, and one statement that deletes a batch of due rows
 * and inserts them into the table of events. The rows never leave the server.
 */
public final class HandWrittenTimers {
  private static final int BATCH = 1_000;

  private final DataSource database;

  public HandWrittenTimers(DataSource database) {
    this.database = database;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table timer (id uuid primary key, due_at timestamptz not null, type varchar(100) not null, payload text not null)");
      statement.execute("create index timer_due on timer (due_at)");
      statement.execute(
          """
          create table event (
            position bigint generated always as identity primary key,
            id uuid not null,
            type varchar(100) not null,
            payload text not null)""");
    } catch (SQLException e) {
      throw new IllegalStateException("The baseline's tables could not be created", e);
    }
  }

  /** Inserts many that are due, on the server. */
  public void fill(int timers, String payload) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into timer
                select gen_random_uuid(), now() - n * interval '1 millisecond', 'timer', ?
                  from generate_series(1, ?) n""")) {
      insert.setString(1, payload);
      insert.setInt(2, timers);
      insert.executeUpdate();
    }
  }

  /** Sets one. */
  public void set(Instant dueAt, String payload) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into timer values (?, ?, 'timer', ?)")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setObject(2, dueAt.atOffset(ZoneOffset.UTC));
      insert.setString(3, payload);
      insert.executeUpdate();
    }
  }

  /** Moves a batch of those that are due, and returns their number. */
  public int move() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement move =
            connection.prepareStatement(
                """
                with due as (
                  delete from timer
                   where id = any(array(select id from timer
                                         where due_at <= ?
                                         order by due_at
                                         limit %s
                                           for update skip locked))
                  returning id, due_at, type, payload)
                insert into event (id, type, payload)
                select id, type, payload from due order by due_at"""
                    .formatted(BATCH))) {
      move.setObject(1, OffsetDateTime.now(ZoneOffset.UTC));
      return move.executeUpdate();
    }
  }

  /** When the next one is due. */
  public Optional<Instant> next() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select due_at from timer order by due_at limit 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next()
          ? Optional.of(rows.getObject(1, OffsetDateTime.class).toInstant())
          : Optional.empty();
    }
  }
}
