package dev.foliot.workflow.run;

import dev.foliot.workflow.admission.AdmissionKey;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements about the queues of runs that are due but may not begin yet. The transaction must have
 * locked the keys of the queues.
 */
final class RunQueue {
  private final RunTable runs;

  RunQueue(RunTable runs) {
    this.runs = runs;
  }

  /**
   * A run in a queue.
   *
   * @param due the time when a node considers the run; null while too many runs come before it
   */
  record Queued(String id, Instant since, @Nullable Instant due) {}

  /**
   * A run that has to wait.
   *
   * @param due the time when a node considers it in any case, or null
   */
  record Blocked(RunRow run, AdmissionKey key, @Nullable Instant due) {}

  /**
   * The first run of a queue.
   *
   * @param due the time when a node considers the run; null while too many runs come before it
   */
  record Head(AdmissionKey key, int version, @Nullable Instant due) {}

  /** The first runs of the queues after a queue, in the order of the workflows and queues. */
  List<Head> heads(String afterWorkflow, String afterQueue, int most) {
    String sql =
        """
        select r.workflow, r.queue, r.version, r.due_at
          from %1$s r
         where r.id in (
           select (select h.id from %1$s h
                    where h.workflow = q.workflow and h.queue = q.queue and h.ended_at is null
                    order by h.lane, h.queued_at limit 1)
             from (select distinct workflow, queue from %1$s
                    where queue is not null and (workflow, queue) > (?, ?)
                    order by workflow, queue limit ?) q)
         order by r.workflow, r.queue"""
            .formatted(runs.table());
    return runs.jdbc()
        .query(
            sql,
            (row, number) ->
                new Head(
                    AdmissionKey.ofQueue(row.getString(1), row.getString(2)),
                    row.getInt(3),
                    RunColumns.instant(row, "due_at")),
            afterWorkflow,
            afterQueue,
            most);
  }

  /** The number of executing runs for each key of concurrency, without the runs of this claim. */
  Map<AdmissionKey, Integer> executing(Collection<AdmissionKey> keys, Collection<String> except) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    String sql =
        """
        select workflow, concurrency_key, count(*)
          from %s
         where owner is not null and (workflow, concurrency_key) in (%s)%s
         group by workflow, concurrency_key"""
            .formatted(
                runs.table(),
                marks("(?, ?)", keys.size()),
                except.isEmpty() ? "" : " and id not in (%s)".formatted(marks("?", except.size())));
    List<Object> values = new ArrayList<>();
    keys.forEach(key -> Collections.addAll(values, key.workflow(), key.value()));
    values.addAll(except);
    Map<List<String>, Integer> counts = new HashMap<>();
    runs.jdbc()
        .query(
            sql,
            row -> {
              counts.put(List.of(row.getString(1), row.getString(2)), row.getInt(3));
            },
            values.toArray());
    Map<AdmissionKey, Integer> found = new HashMap<>();
    keys.forEach(
        key -> found.put(key, counts.getOrDefault(List.of(key.workflow(), key.value()), 0)));
    return found;
  }

  /** Undoes the claim of runs, and puts them into their queues; each keeps its place there. */
  void enter(List<Blocked> blocked, Instant now) {
    String sql =
        """
        update %s
           set status = case when invocations = 1 then 'pending' else 'waiting' end,
               started_at = case when invocations = 1 then null else started_at end,
               invocations = invocations - 1, owner = null, due_at = ?,
               queue = ?, queued_at = coalesce(queued_at, due_at, ?)
         where %s"""
            .formatted(runs.table(), RunTable.OWNED);
    runs.jdbc()
        .batchUpdate(
            sql,
            blocked.stream()
                .map(
                    each ->
                        new @Nullable Object[] {
                          RunColumns.stored(each.due()),
                          each.key().queue(),
                          RunColumns.stored(now),
                          each.run().id(),
                          each.run().owner(),
                          each.run().fence()
                        })
                .toList());
  }

  /** Takes runs out of their queues. They begin now, if they have not begun before. */
  void leave(Collection<String> ids, Instant now) {
    if (!ids.isEmpty()) {
      String sql =
          """
          update %s
             set queue = null, queued_at = null,
                 started_at = case when invocations = 1 then ? else started_at end
           where id in (%s)"""
              .formatted(runs.table(), marks("?", ids.size()));
      List<@Nullable Object> values = new ArrayList<>(ids.size() + 1);
      values.add(RunColumns.stored(now));
      values.addAll(ids);
      runs.jdbc().update(sql, values.toArray());
    }
  }

  /** The next runs of a queue, in the order in which they begin. */
  List<Queued> next(AdmissionKey key, int most) {
    String sql =
        """
        select id, queued_at, due_at
          from %s
         where workflow = ? and queue = ? and ended_at is null
         order by lane, queued_at, id
         limit ?
           for update skip locked"""
            .formatted(runs.table());
    return runs.jdbc()
        .query(
            sql,
            (row, number) ->
                new Queued(
                    row.getString(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    RunColumns.instant(row, "due_at")),
            key.workflow(),
            key.queue(),
            most);
  }

  /** Lets a node consider queued runs at these times. */
  void makeDue(List<Queued> queued) {
    runs.jdbc()
        .batchUpdate(
            "update %s set due_at = ? where id = ?".formatted(runs.table()),
            queued.stream()
                .map(each -> new @Nullable Object[] {RunColumns.stored(each.due()), each.id()})
                .toList());
  }

  private static String marks(String one, int count) {
    return String.join(", ", Collections.nCopies(count, one));
  }
}
