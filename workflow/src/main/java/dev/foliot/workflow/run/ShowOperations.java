package dev.foliot.workflow.run;

import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.RunReport.Operation;
import dev.foliot.workflow.RunReport.OperationStatus;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the operations of a run from its journal. */
final class ShowOperations {
  private ShowOperations() {}

  /** The operations, in the order of their first entries. */
  static List<Operation> of(List<JournalEntry> journal) {
    Map<String, List<JournalEntry>> byOperation =
        journal.stream()
            .collect(
                Collectors.groupingBy(
                    JournalEntry::operation, LinkedHashMap::new, Collectors.toList()));
    return byOperation.values().stream().map(ShowOperations::operation).toList();
  }

  private static Operation operation(List<JournalEntry> entries) {
    JournalEntry first = entries.get(0);
    JournalEntry last = entries.get(entries.size() - 1);
    boolean isOpen = !last.isFinal();
    return new Operation(
        first.operation(),
        first.parent(),
        first.kind().label(),
        first.name(),
        isOpen ? OperationStatus.OPEN : OperationStatus.valueOf(last.type().name()),
        attempts(entries),
        ErrorJson.shown(last.details().error()),
        waitsFor(first),
        isOpen ? dueAt(last) : null,
        Objects.requireNonNullElse(first.details().startedAt(), first.at()),
        isOpen ? null : last.at());
  }

  /**
   * The number of attempts, including one that has begun but not ended. The journal has an entry
   * for an unfinished attempt only if the step runs at most once.
   */
  private static int attempts(List<JournalEntry> entries) {
    JournalEntry last = entries.get(entries.size() - 1);
    int ended =
        entries.stream()
            .map(entry -> entry.details().attempt())
            .filter(Objects::nonNull)
            .reduce(0, Integer::max);
    boolean isBegun =
        last.kind().group() == OperationKind.Group.STEP && last.type() == EntryType.STARTED;
    return isBegun ? ended + 1 : ended;
  }

  private static @Nullable String waitsFor(JournalEntry first) {
    EntryDetails details = first.details();
    return details.childRun() == null ? details.target() : details.childRun();
  }

  private static @Nullable Instant dueAt(JournalEntry last) {
    Duration nextDelay = last.details().nextDelay();
    return nextDelay == null ? last.details().dueAt() : StorableInstant.after(last.at(), nextDelay);
  }
}
