package dev.foliot.workflow.run;

import dev.foliot.message.StorableText;
import dev.foliot.workflow.journal.JournalEntry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of retries, forks and the archive. All methods run in the transaction of the caller. */
final class RetryTable {
  private final RunTable runs;

  RetryTable(RunTable runs) {
    this.runs = runs;
  }

  /** Locks and returns a run. */
  Optional<RunRow> lock(String id) {
    if (StorableText.problem(id).isPresent()) {
      return Optional.empty(); // the database would refuse or change it
    }
    String sql =
        "select %s from %s where id = ? for update".formatted(RunColumns.NAMES, runs.table());
    return runs.jdbc().query(sql, RunColumns::read, id).stream().findFirst();
  }

  /** A run that has ended. */
  record Ended(String id, Instant at) {}

  /** The runs that have ended after another run and before an instant, the earliest first. */
  List<Ended> endedBetween(Ended after, Instant before, int most) {
    String sql =
        """
        select id, ended_at from %s
         where ended_at >= ? and ended_at < ? and (ended_at > ? or id > ?)
         order by ended_at, id limit ?"""
            .formatted(runs.table());
    return runs.jdbc()
        .query(
            sql,
            (row, number) ->
                new Ended(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()),
            RunColumns.stored(after.at()),
            RunColumns.stored(before),
            RunColumns.stored(after.at()),
            after.id(),
            most);
  }

  List<String> childrenOf(String id) {
    return runs.jdbc()
        .queryForList(
            "select id from %s where parent_run = ? order by id".formatted(runs.table()),
            String.class,
            id);
  }

  void removeEntries(String id, List<JournalEntry> removed) {
    runs.jdbc()
        .batchUpdate(
            "delete from %s where run_id = ? and number = ?".formatted(runs.journal().table()),
            removed.stream().map(entry -> new Object[] {id, entry.number()}).toList());
  }

  /**
   * Continues a run that has ended. The number of invocations becomes at least 1, so that the
   * journal is read.
   *
   * @param entries the number of entries of its journal
   */
  void reopen(String id, Instant now, int entries, @Nullable Instant deadline) {
    String sql =
        """
        update %s
           set status = 'running', owner = null, due_at = ?, fence = fence + 1, wakes = wakes + 1,
               invocations = greatest(invocations, 1), entries = ?, result = null, error = null,
               cancel_requested = false, ended_at = null, start_by = null,
               deadline_at = ?, timeout_from = ?
         where id = ?"""
            .formatted(runs.table());
    runs.jdbc()
        .update(
            sql,
            RunColumns.stored(now),
            entries,
            RunColumns.stored(deadline),
            RunColumns.stored(deadline == null ? null : now),
            id);
  }

  /** Copies the position of the log, so that a fork finds the same events as the other run. */
  void copyLogPosition(String from, String to) {
    String sql =
        "update %1$s set log_position = (select s.log_position from %1$s s where s.id = ?) where id = ?"
            .formatted(runs.table());
    runs.jdbc().update(sql, from, to);
  }
}
