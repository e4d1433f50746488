package dev.foliot.timer;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.MessageColumns;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.time.StorableInstant;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The messages that wait for their time. Every change belongs to the transaction of the caller, so
 * a timer that is set in a transaction exists when that commits. A timer is due at an instant of
 * the application's clock; one in the past is due at once.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Timers {
  private static final String SELECTED = "owner, owner_key, name, due_at, id, type";

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final MessageJson json;
  private final List<TimerListener> listeners;

  public Timers(
      JdbcTemplate jdbc, FoliotSchema schema, MessageJson json, List<TimerListener> listeners) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.json = json;
    this.listeners = List.copyOf(listeners);
  }

  /** Sets a timer, in the place of one with the same key. */
  public void set(TimerKey key, Instant dueAt, NewMessage message) {
    cancel(key);
    MessageColumns.Written written = MessageColumns.write(List.of(message), json).get(0);
    jdbc.update(
        "insert into %s (owner, owner_key, name, due_at, %s) values (?, ?, ?, ?, %s)"
            .formatted(
                table(),
                MessageColumns.NAMES,
                String.join(", ", Collections.nCopies(MessageColumns.COUNT, "?"))),
        statement -> {
          setKey(statement, key);
          statement.setObject(4, stored(dueAt));
          written.set(statement, 5);
        });
    listeners.forEach(listener -> listener.set(key, dueAt, message));
  }

  private static void setKey(PreparedStatement statement, TimerKey key) throws SQLException {
    statement.setString(1, key.owner());
    statement.setString(2, key.ownerKey());
    statement.setString(3, key.name());
  }

  /** Removes a timer; false if there is none, or if it has fired. */
  public boolean cancel(TimerKey key) {
    return jdbc.update(
            "delete from %s where owner = ? and owner_key = ? and name = ?".formatted(table()),
            key.owner(),
            key.ownerKey(),
            key.name())
        == 1;
  }

  /** Removes all timers of one instance, and returns their number. */
  public int cancelAll(String owner, String ownerKey) {
    return jdbc.update(
        "delete from %s where owner = ? and owner_key = ?".formatted(table()), owner, ownerKey);
  }

  /** Changes when a timer is due; false if there is none, or if it has fired. */
  public boolean reschedule(TimerKey key, Instant dueAt) {
    return jdbc.update(
            "update %s set due_at = ? where owner = ? and owner_key = ? and name = ?"
                .formatted(table()),
            stored(dueAt),
            key.owner(),
            key.ownerKey(),
            key.name())
        == 1;
  }

  /** Finds a timer that has not fired. */
  public Optional<WaitingTimer> find(TimerKey key) {
    return jdbc
        .query(
            "select %s from %s where owner = ? and owner_key = ? and name = ?"
                .formatted(SELECTED, table()),
            Timers::waiting,
            key.owner(),
            key.ownerKey(),
            key.name())
        .stream()
        .findFirst();
  }

  /** The timers of one instance, in the order in which they are due. */
  public List<WaitingTimer> of(String owner, String ownerKey) {
    return jdbc.query(
        "select %s from %s where owner = ? and owner_key = ? order by due_at, number"
            .formatted(SELECTED, table()),
        Timers::waiting,
        owner,
        ownerKey);
  }

  private static WaitingTimer waiting(ResultSet row, int number) throws SQLException {
    return new WaitingTimer(
        new TimerKey(row.getString(1), row.getString(2), row.getString(3)),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getObject(5, UUID.class),
        row.getString(6));
  }

  private static OffsetDateTime stored(Instant instant) {
    return StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC);
  }

  private String table() {
    return schema.table("foliot_timer");
  }
}
