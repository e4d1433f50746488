package dev.foliot.benchmarks.checkout;

import dev.foliot.benchmarks.checkout.CheckoutEvent.Paid;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Placed;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Reserved;
import dev.foliot.benchmarks.checkout.CheckoutEvent.Shipped;
import dev.foliot.benchmarks.checkout.CheckoutRow.Changes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline of a process manager: reads events after a checkpoint, and brings them into rows of
 * checkouts, commands and timers, a batch in one transaction. It keeps no transitions, no metadata,
 * and no early events.
 */
public final class HandWrittenCheckouts {
  private static final int BATCH = 500;
  private static final int ORDERS_A_TRANSACTION = 1_000;

  private static final Map<String, Class<? extends CheckoutEvent>> TYPES =
      Map.of(
          "placed", Placed.class,
          "reserved", Reserved.class,
          "paid", Paid.class,
          "shipped", Shipped.class);

  private final DataSource database;
  private final int atOnce;
  private final JsonMapper json = JsonMapper.builder().build();
  private final CheckoutTables tables;

  private HandWrittenCheckouts(DataSource database, int atOnce) {
    this.database = database;
    this.atOnce = atOnce;
    JdbcTemplate jdbc = new JdbcTemplate(database);
    jdbc.execute(
        """
        create table event (
          position bigint generated always as identity primary key,
          type varchar(100) not null,
          payload text not null)""");
    jdbc.execute("create table checkpoint (position bigint not null)");
    jdbc.execute("insert into checkpoint values (0)");
    tables = new CheckoutTables(database, json);
  }

  /** Handles each event with statements of its own. */
  public static HandWrittenCheckouts oneByOne(DataSource database) {
    return new HandWrittenCheckouts(database, 1);
  }

  /** Handles the events of a batch in memory, then writes all rows of a table at once. */
  public static HandWrittenCheckouts atOnce(DataSource database) {
    return new HandWrittenCheckouts(database, BATCH);
  }

  /** Stores the events of these orders: the first event of each, then the next one of each. */
  public void fill(int from, int to) throws SQLException {
    for (int step = 0; step < CheckoutEvent.ALL.size(); step++) {
      for (int first = from; first < to; first += ORDERS_A_TRANSACTION) {
        append(step, first, Math.min(first + ORDERS_A_TRANSACTION, to));
      }
    }
  }

  private void append(int step, int from, int to) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into event (type, payload) values (?, ?)")) {
      connection.setAutoCommit(false);
      for (int order = from; order < to; order++) {
        CheckoutEvent event = CheckoutEvent.ALL.get(step).apply("order-" + order);
        insert.setString(1, event.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        insert.setString(2, json.writeValueAsString(event));
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  private record Stored(long position, CheckoutEvent event) {}

  /** Handles a batch of events in one transaction, and says how many there were. */
  public int step() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      List<Stored> events = read(connection);
      for (int first = 0; first < events.size(); first += atOnce) {
        List<Stored> some = events.subList(first, Math.min(first + atOnce, events.size()));
        handle(connection, some.stream().map(Stored::event).toList());
      }
      if (!events.isEmpty()) {
        saveCheckpoint(connection, events.get(events.size() - 1).position());
      }
      connection.commit();
      return events.size();
    }
  }

  private void handle(Connection connection, List<CheckoutEvent> events) throws SQLException {
    Map<String, CheckoutRow> locked = tables.lock(connection, events);
    tables.write(connection, Changes.of(locked, events));
  }

  private List<Stored> read(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select position, type, payload from event
                where position > (select position from checkpoint) order by position limit %s"""
                    .formatted(BATCH));
        ResultSet rows = select.executeQuery()) {
      List<Stored> events = new ArrayList<>();
      while (rows.next()) {
        Class<? extends CheckoutEvent> type = Objects.requireNonNull(TYPES.get(rows.getString(2)));
        events.add(new Stored(rows.getLong(1), json.readValue(rows.getString(3), type)));
      }
      return events;
    }
  }

  private static void saveCheckpoint(Connection connection, long position) throws SQLException {
    try (PreparedStatement save =
        connection.prepareStatement("update checkpoint set position = ?")) {
      save.setLong(1, position);
      save.executeUpdate();
    }
  }

  /** How many checkouts have ended, each with its command sent and its timer cancelled. */
  public int ended() {
    return new JdbcTemplate(database)
        .query(
            """
            select (select count(*) from checkout where status = 'ended'),
                   (select count(*) from submitted),
                   (select count(*) from timer)""",
            EndedCheckouts::of);
  }
}
