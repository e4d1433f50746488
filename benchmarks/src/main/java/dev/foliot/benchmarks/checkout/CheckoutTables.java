package dev.foliot.benchmarks.checkout;

import dev.foliot.benchmarks.checkout.CheckoutEvent.Placed;
import dev.foliot.benchmarks.checkout.CheckoutRow.Changes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The tables of checkouts by hand: the rows of their states, their commands, and their timers. */
final class CheckoutTables {
  private final JsonMapper json;

  CheckoutTables(DataSource database, JsonMapper json) {
    this.json = json;
    JdbcTemplate jdbc = new JdbcTemplate(database);
    jdbc.execute(
        "create table checkout (order_id varchar(100) primary key, cents bigint not null, status varchar(20) not null)");
    jdbc.execute(
        """
        create table submitted (
          position bigint generated always as identity primary key,
          id uuid not null,
          type varchar(100) not null,
          payload text not null)""");
    jdbc.execute(
        """
        create table timer (
          order_id varchar(100) not null,
          name varchar(100) not null,
          due_at timestamp with time zone not null,
          payload text not null,
          primary key (order_id, name))""");
    jdbc.execute("create index timer_due on timer (due_at)");
  }

  /** Locks the rows of the checkouts that these events are for, and have begun before. */
  Map<String, CheckoutRow> lock(Connection connection, List<CheckoutEvent> events)
      throws SQLException {
    List<String> orders =
        events.stream()
            .filter(event -> !(event instanceof Placed))
            .map(CheckoutEvent::orderId)
            .distinct()
            .sorted()
            .toList();
    return orders.isEmpty() ? Map.of() : lockAll(connection, orders);
  }

  private static Map<String, CheckoutRow> lockAll(Connection connection, List<String> orders)
      throws SQLException {
    String all = String.join(", ", Collections.nCopies(orders.size(), "?"));
    try (PreparedStatement select =
        connection.prepareStatement(
            "select order_id, cents, status from checkout where order_id in (%s) for update"
                .formatted(all))) {
      for (int i = 0; i < orders.size(); i++) {
        select.setString(i + 1, orders.get(i));
      }
      Map<String, CheckoutRow> locked = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String order = rows.getString(1);
          locked.put(order, new CheckoutRow(order, rows.getLong(2), rows.getString(3)));
        }
      }
      return locked;
    }
  }

  void write(Connection connection, Changes changes) throws SQLException {
    write(
        connection,
        "insert into checkout (cents, status, order_id) values (?, ?, ?)",
        changes.started().values(),
        CheckoutTables::setRow);
    write(
        connection,
        "update checkout set cents = ?, status = ? where order_id = ?",
        changes.changed().values(),
        CheckoutTables::setRow);
    write(
        connection,
        "insert into submitted (id, type, payload) values (?, 'reserve-stock', ?)",
        changes.sent(),
        this::setCommand);
    write(
        connection,
        "insert into timer values (?, 'payment', ?, ?)",
        changes.set().entrySet(),
        (insert, timer) -> {
          insert.setString(1, timer.getKey().orderId());
          insert.setObject(2, timer.getValue());
          insert.setString(3, json.writeValueAsString(timer.getKey()));
        });
    write(
        connection,
        "delete from timer where order_id = ? and name = 'payment'",
        changes.cancelled(),
        (delete, order) -> delete.setString(1, order));
  }

  private static void setRow(PreparedStatement statement, CheckoutRow row) throws SQLException {
    statement.setLong(1, row.cents());
    statement.setString(2, row.status());
    statement.setString(3, row.orderId());
  }

  private void setCommand(PreparedStatement insert, ReserveStock command) throws SQLException {
    insert.setObject(1, UUID.randomUUID());
    insert.setString(2, json.writeValueAsString(command));
  }

  @FunctionalInterface
  private interface Parameters<T> {
    void set(PreparedStatement statement, T value) throws SQLException;
  }

  /** In one round trip. */
  private static <T> void write(
      Connection connection, String sql, Collection<T> values, Parameters<T> parameters)
      throws SQLException {
    if (values.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T value : values) {
        parameters.set(statement, value);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
