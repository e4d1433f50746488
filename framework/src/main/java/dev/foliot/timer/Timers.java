package dev.foliot.timer;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.MessageColumns;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.time.StorableInstant;
import dev.foliot.unitofwork.UnitOfWork;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * The messages that wait for their time. Every change belongs to the transaction of the caller, so
 * a timer that is set in a transaction exists when that commits. A timer is due at an instant of
 * the application's clock; if the instant has passed, it is due at once.
 *
 * <p>A timer that is being moved into the log is not changed any more: a concurrent cancel waits,
 * and returns false. While a transaction that changes a timer is open, this timer does not fire,
 * but later timers of the same owner may fire before it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Timers {
  private static final String SELECTED = "owner, owner_key, name, due_at, id, type";

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final MessageJson json;
  private final Runnable tellOthers;
  private final SingletonSupplier<TimerRows> rows;
  private final List<TimerListener> listeners;
  private final Set<DueListener> dueListeners =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * @param tellOthers lets the engines of other nodes look for due timers; it must not fail
   */
  public Timers(
      JdbcTemplate jdbc,
      FoliotSchema schema,
      MessageJson json,
      List<TimerListener> listeners,
      Runnable tellOthers) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.json = json;
    this.listeners = List.copyOf(listeners);
    this.tellOthers = tellOthers;
    this.rows = SingletonSupplier.of(() -> TimerRows.of(jdbc, schema, json));
  }

  /** Sets a timer, in the place of one with the same key. */
  public void set(TimerKey key, Instant dueAt, NewMessage message) {
    NewTimer timer = new NewTimer(key, dueAt, message);
    put(List.of(timer));
    tellListeners(timer);
  }

  private void tellListeners(NewTimer timer) {
    listeners.forEach(listener -> listener.set(timer.key(), timer.dueAt(), timer.message()));
  }

  /** The timers that are changed together, at the end of the unit of work of this thread. */
  public TimersOfUnit ofUnit() {
    return TimersOfUnit.current(this, this::tellListeners);
  }

  /** Stores timers with different keys, in this order. */
  void put(List<NewTimer> timers) {
    if (!timers.isEmpty()) {
      List<NewMessage> messages = timers.stream().map(NewTimer::message).toList();
      rows().put(timers, MessageColumns.write(messages, json));
      timers.forEach(timer -> announceAfterCommit(timer.key(), timer.dueAt()));
    }
  }

  /** Removes a timer; false if there is none, or if it has fired. */
  public boolean cancel(TimerKey key) {
    return rows().delete(List.of(key)) == 1;
  }

  /** Removes the given timers that have not fired. */
  void cancel(List<TimerKey> keys) {
    if (!keys.isEmpty()) {
      rows().delete(keys);
    }
  }

  /** Removes all timers of one instance, and returns their number. */
  public int cancelAll(String owner, String ownerKey) {
    return jdbc.update(
        "delete from %s where owner = ? and owner_key = ?".formatted(table()), owner, ownerKey);
  }

  /** Changes when a timer is due; false if there is none, or if it has fired. */
  public boolean reschedule(TimerKey key, Instant dueAt) {
    boolean changed =
        jdbc.update(
                "update %s set due_at = ? where owner = ? and owner_key = ? and name = ?"
                    .formatted(table()),
                TimerRows.stored(dueAt),
                key.owner(),
                key.ownerKey(),
                key.name())
            == 1;
    if (changed) {
      announceAfterCommit(key, dueAt);
    }
    return changed;
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

  /**
   * Finds a timer that has not fired, with its message. Until the end of the transaction it is not
   * moved, and no other transaction changes it.
   */
  public Optional<StoredTimer> lock(TimerKey key) {
    return rows().lock(key);
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

  /** All timers except the timers of schedules, in the order of their due times. */
  public List<WaitingTimer> waiting(int limit) {
    return jdbc.query(
        "select %s from %s m where %s order by due_at, number limit ?"
            .formatted(SELECTED, table(), TimerOwners.ALL_BUT_SCHEDULES.condition()),
        Timers::waiting,
        limit);
  }

  private static WaitingTimer waiting(ResultSet row, int number) throws SQLException {
    return new WaitingTimer(
        new TimerKey(row.getString(1), row.getString(2), row.getString(3)),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getObject(5, UUID.class),
        row.getString(6));
  }

  private String table() {
    return schema.table("foliot_timer");
  }

  /** The ids of the given timers whose messages are in the log. */
  Set<UUID> inLog(List<StoredTimer> moving) {
    if (moving.isEmpty()) {
      return Set.of();
    }
    String sql =
        "select id from %s where id in (%s)"
            .formatted(
                schema.table("foliot_message"),
                String.join(", ", Collections.nCopies(moving.size(), "?")));
    Object[] ids = moving.stream().map(StoredTimer::messageId).toArray();
    return Set.copyOf(jdbc.query(sql, (row, number) -> row.getObject(1, UUID.class), ids));
  }

  TimerRows rows() {
    return rows.obtain();
  }

  /** Calls the listener until it is forgotten or garbage-collected. */
  void listen(DueListener listener) {
    dueListeners.add(listener);
  }

  void forget(DueListener listener) {
    dueListeners.remove(listener);
  }

  private void announceAfterCommit(TimerKey key, Instant dueAt) {
    Runnable announce = () -> announce(key.owner(), StorableInstant.nearest(dueAt));
    UnitOfWork.current().ifPresentOrElse(unit -> unit.afterCommit(announce), announce);
  }

  private void announce(String owner, Instant dueAt) {
    synchronized (dueListeners) {
      dueListeners.forEach(listener -> listener.set(owner, dueAt));
    }
    tellOthers.run();
  }
}
