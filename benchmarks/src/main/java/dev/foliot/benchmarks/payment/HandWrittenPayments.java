package dev.foliot.benchmarks.payment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline of submitted commands: a queue table. A worker locks a batch of rows that no other
 * worker has, handles the commands, and deletes the rows, in one transaction. So each command is
 * handled once with success. Nothing is kept of a command that was handled.
 */
public final class HandWrittenPayments {
  private static final int BATCH = 500;

  private final DataSource database;
  private final Way way;
  private final JsonMapper json = JsonMapper.builder().build();

  /** How the commands of a batch are handled. */
  @FunctionalInterface
  public interface Way {
    void handle(Connection connection, Collection<RecordPayment> commands) throws SQLException;
  }

  public HandWrittenPayments(DataSource database, Way way) {
    this.database = database;
    this.way = way;
    new JdbcTemplate(database)
        .execute(
            """
            create table submitted (
              position bigint generated always as identity primary key,
              id uuid not null,
              type varchar(100) not null,
              payload text not null)""");
    PaymentTable.create(database);
  }

  /** Writes the row of each command with a statement of its own, as the handler of one does. */
  public static void oneByOne(Connection connection, Collection<RecordPayment> commands)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(PaymentTable.INSERT)) {
      for (RecordPayment command : commands) {
        PaymentTable.set(insert, command);
        insert.executeUpdate();
      }
    }
  }

  /** Writes the rows of all commands at once. */
  public static void atOnce(Connection connection, Collection<RecordPayment> commands)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(PaymentTable.INSERT)) {
      for (RecordPayment command : commands) {
        PaymentTable.set(insert, command);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Stores a command; the one statement is the transaction. */
  public void submit(RecordPayment command) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into submitted (id, type, payload) values (?, ?, ?)")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, "record-payment");
      insert.setString(3, json.writeValueAsString(command));
      insert.executeUpdate();
    }
  }

  /** Handles a batch of commands in one transaction, and says how many there were. */
  public int handle() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Map<Long, RecordPayment> commands = take(connection);
      if (!commands.isEmpty()) {
        way.handle(connection, commands.values());
        delete(connection, commands.keySet());
      }
      connection.commit();
      return commands.size();
    }
  }

  private Map<Long, RecordPayment> take(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select position, payload from submitted order by position limit %s for update skip locked"
                    .formatted(BATCH));
        ResultSet rows = select.executeQuery()) {
      Map<Long, RecordPayment> commands = new LinkedHashMap<>();
      while (rows.next()) {
        commands.put(rows.getLong(1), json.readValue(rows.getString(2), RecordPayment.class));
      }
      return commands;
    }
  }

  /** At once: H2 would compare each row with each position of a parameter. */
  private static void delete(Connection connection, Set<Long> positions) throws SQLException {
    String all = positions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    try (Statement delete = connection.createStatement()) {
      delete.executeUpdate("delete from submitted where position in (%s)".formatted(all));
    }
  }
}
