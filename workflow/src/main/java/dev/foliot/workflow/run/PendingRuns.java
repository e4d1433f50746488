package dev.foliot.workflow.run;

import dev.foliot.workflow.admission.Policy;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements of flow control about runs that no node has begun. */
final class PendingRuns {
  private static final String IS_PENDING = "id = ? and status = 'pending' and owner is null";

  private final RunTable runs;

  PendingRuns(RunTable runs) {
    this.runs = runs;
  }

  /**
   * Ends a run that a later start replaces. Changes nothing if the run has begun, or is in a queue:
   * a queued run was due, so its period is over, even if the clock of this node is behind.
   */
  SqlStatement superseding(String id, String later, Instant now) {
    String error =
        runs.errors()
            .write(
                new StoredError(
                    Policy.DEBOUNCE.annotation(),
                    "Run %s was started within the debounce period, and replaces this run."
                        .formatted(later)));
    String sql =
        "update %s set status = 'skipped', due_at = null, ended_at = ?, error = ? where %s and queue is null"
            .formatted(runs.table(), IS_PENDING);
    return statement(sql, RunColumns.stored(now), stored(id, RunColumns.ERROR, error), id);
  }

  private static SqlStatement statement(String sql, @Nullable Object... values) {
    return new SqlStatement(sql, Arrays.asList(values));
  }

  private @Nullable String stored(String id, String place, @Nullable String text) {
    return runs.encryption().encrypt(id, place, text);
  }

  /** Keeps nodes from beginning a run, and returns its input; empty if it has begun. */
  Optional<String> lock(String id) {
    String sql = "select input from %s where %s for update".formatted(runs.table(), IS_PENDING);
    return runs.jdbc().queryForList(sql, String.class, id).stream()
        .findFirst()
        .map(input -> runs.encryption().decrypt(id, RunColumns.INPUT, input));
  }

  /** Gives a run that is locked another input and another due time. */
  SqlStatement changing(String id, String input, Instant due) {
    return statement(
        "update %s set input = ?, cancel_key = null, due_at = ? where id = ?"
            .formatted(runs.table()),
        stored(id, RunColumns.INPUT, input),
        RunColumns.stored(due),
        id);
  }
}
