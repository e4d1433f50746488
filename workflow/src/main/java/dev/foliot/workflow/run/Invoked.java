package dev.foliot.workflow.run;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.JournalEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run whose code was invoked.
 *
 * @param run the run as it was before
 * @param journal its journal
 * @param before the entries that it had before
 * @param ending the status with which it was to end; null if it was to go on
 */
record Invoked(
    RunRow run, RunJournal journal, List<JournalEntry> before, @Nullable RunStatus ending) {

  /** Whether the run has, or had, anything to wait for outside. */
  boolean hasWaits() {
    return journal.hasWaits() || RunWaits.concern(before);
  }
}
