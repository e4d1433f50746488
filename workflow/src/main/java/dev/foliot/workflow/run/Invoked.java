package dev.foliot.workflow.run;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run whose code was invoked.
 *
 * @param run the run before the invocation
 * @param journal its journal
 * @param before the previous entries of the journal
 * @param ending the status with which the run had to end; null if it had to continue
 */
record Invoked(
    RunRow run, RunJournal journal, List<JournalEntry> before, @Nullable RunStatus ending) {

  /** Whether the run has, or had, a wait for an answer from outside. */
  boolean hasWaits() {
    return journal.hasWaits() || RunWaits.concern(before);
  }
}
