package dev.foliot.workflow.wait;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.JournalEntry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Opens waits for domain events, for entries of journals.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EventWaits {
  private final JdbcTemplate jdbc;
  private final String waits;
  private final String runs;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public EventWaits(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.waits = schema.table("foliot_wait");
    this.runs = schema.table("foliot_run");
  }

  /** From now on, calls the listener after each commit on this node that opens a wait. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** The opposite of {@link #listen}. */
  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /**
   * Opens a wait, in the transaction of the caller. It finds events after the start of the run, or
   * after the given position. If an equal wait of the run was answered, it finds only later events,
   * so that one event answers one wait. A later round only finds events that are later in the log
   * than every event of the previous rounds.
   *
   * @param id the id of the wait, which names the run and the operation
   * @param started the entry of an operation that waits for an event
   */
  public void open(String id, String runId, JournalEntry started) {
    EntryDetails details = started.details();
    Map<String, String> conditions = canonical(details.where());
    EventKey key = EventKey.of(Objects.requireNonNull(details.target()), conditions);
    String all = CanonicalJson.write(conditions);
    String sql =
        """
        insert into %1$s
          (id, run_id, operation, kind, event_type, field, field_value, conditions, from_position, deadline_at)
        select ?, r.id, ?, 'event', ?, ?, ?, ?,
               greatest(coalesce(?, r.log_position), r.got_position,
                        coalesce((select max(w.from_position)
                                    from %1$s w
                                   where w.run_id = r.id
                                     and w.outcome = 'succeeded'
                                     and w.event_type = ?
                                     and w.conditions = ?), 0)),
               ?
          from %2$s r
         where r.id = ?"""
            .formatted(waits, runs);
    jdbc.update(
        sql,
        id,
        started.operation(),
        key.type(),
        key.field(),
        key.value(),
        all,
        details.afterPosition(),
        key.type(),
        all,
        stored(details.dueAt()),
        runId);
    UnitOfWork.current().ifPresent(unit -> listeners.forEach(unit::afterCommit));
  }

  private static Map<String, String> canonical(@Nullable Map<String, String> where) {
    Map<String, String> conditions = new TreeMap<>();
    if (where != null) {
      where.forEach((component, value) -> conditions.put(component, CanonicalJson.of(value)));
    }
    return conditions;
  }

  static @Nullable OffsetDateTime stored(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
