package dev.foliot.benchmarks.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline of an outbox: row and event are inserted in one transaction; whoever listens reads
 * the events in batches, and deletes in the same transaction what was heard.
 */
public final class HandWrittenOrders {
  private static final int BATCH = 500;

  private final DataSource database;
  private final JsonMapper json = JsonMapper.builder().build();

  public HandWrittenOrders(DataSource database) {
    this.database = database;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table orders (order_id varchar(100) primary key, customer_id varchar(100) not null, cents bigint not null)");
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

  /** Stores an order and its event. */
  public void place(PlaceOrder order) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement row =
              connection.prepareStatement("insert into orders values (?, ?, ?)");
          PreparedStatement event =
              connection.prepareStatement(
                  "insert into event (id, type, payload) values (?, ?, ?)")) {
        row.setString(1, order.orderId());
        row.setString(2, order.customerId());
        row.setLong(3, order.cents());
        row.executeUpdate();
        event.setObject(1, UUID.randomUUID());
        event.setString(2, "order-placed");
        event.setString(
            3,
            json.writeValueAsString(
                new OrderPlaced(order.orderId(), order.customerId(), order.cents())));
        event.executeUpdate();
      }
      connection.commit();
    }
  }

  /** Hears of a batch of orders in one transaction, and says how many there were. */
  public int listen() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      List<String> heard = read(connection);
      if (!heard.isEmpty()) {
        delete(connection, heard);
      }
      connection.commit();
      return heard.size();
    }
  }

  /** At once: H2 would compare each row with each position of a parameter. */
  private static void delete(Connection connection, List<String> positions) throws SQLException {
    try (Statement delete = connection.createStatement()) {
      delete.executeUpdate(
          "delete from event where position in (%s)".formatted(String.join(", ", positions)));
    }
  }

  private List<String> read(Connection connection) throws SQLException {
    List<String> heard = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select position, payload from event order by position limit " + BATCH)) {
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          hear(json.readValue(rows.getString(2), OrderPlaced.class));
          heard.add(rows.getString(1));
        }
      }
    }
    return heard;
  }

  private void hear(OrderPlaced event) {
    if (event.orderId().isEmpty()) {
      throw new IllegalStateException("An order without id was placed");
    }
  }
}
