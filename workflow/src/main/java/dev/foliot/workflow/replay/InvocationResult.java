package dev.foliot.workflow.replay;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The result of an invocation. Its last entries are stored together with the new state of the run.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public sealed interface InvocationResult {
  /**
   * The run has ended.
   *
   * @param payload its result as JSON; null unless it has succeeded
   * @param error the error of the run, or of a compensation; null if there is none
   */
  record Ended(
      RunStatus status,
      @Nullable String payload,
      @Nullable StoredError error,
      List<JournalEntry> entries)
      implements InvocationResult {}

  /**
   * The run waits.
   *
   * @param dueAt the time when it continues by itself; null if it waits for an answer from outside
   */
  record Waiting(@Nullable Instant dueAt, List<JournalEntry> entries) implements InvocationResult {}

  /** The run continues as new, with another input. */
  record Restarted(String input, List<JournalEntry> entries) implements InvocationResult {}

  /**
   * The journal could not be written. The run has the state that the journal shows, and is invoked
   * again.
   */
  record Aborted(Throwable cause, List<JournalEntry> entries) implements InvocationResult {}
}
