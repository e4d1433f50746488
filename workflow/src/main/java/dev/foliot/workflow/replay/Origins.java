package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The runs in which the entries of a journal were made. The first entries of a fork come from
 * another run, and a note follows them.
 */
final class Origins {
  private final String runId;
  private final TreeMap<Integer, String> forks = new TreeMap<>();

  Origins(String runId) {
    this.runId = runId;
  }

  void note(JournalEntry entry) {
    if (entry.kind() == OperationKind.FORKED) {
      forks.put(entry.number(), Objects.requireNonNull(entry.details().target()));
    }
  }

  /** The run in which an entry was received; 0 for no entry. */
  String runAfter(int number) {
    Map.Entry<Integer, String> fork = forks.higherEntry(number);
    return fork == null ? runId : fork.getValue();
  }
}
