package dev.foliot.workflow.replay;

import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The runs in which the entries of a journal were made. The first entries of a fork are those of
 * another run. A note follows them.
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

  /** The run that the code was in when it had seen an entry; 0 for none. */
  String runAfter(int number) {
    Map.Entry<Integer, String> fork = forks.higherEntry(number);
    return fork == null ? runId : fork.getValue();
  }
}
