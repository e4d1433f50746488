package dev.foliot.test;

import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A callback that was created and has no outcome yet.
 *
 * @param run the run that created it
 * @param operation its operation
 * @param name its name; that of the context in which {@code waitForCallback} created it
 */
record OpenCallback(VirtualRun run, String operation, @Nullable String name) {

  /** A callback of this name or id is not open. */
  static final class NotOpenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotOpenException(String message) {
      super(message);
    }
  }

  /**
   * Finds the first one with this name or id.
   *
   * @throws NotOpenException if there is none
   * @throws CallbackClosedException if it has its outcome
   */
  static OpenCallback find(List<VirtualRun> runs, String wanted) {
    List<String> open = new ArrayList<>();
    String closed = null;
    for (VirtualRun run : runs) {
      for (JournalEntry entry : run.journal.entries()) {
        if (entry.kind() != OperationKind.CALLBACK || entry.type() != EntryType.STARTED) {
          continue;
        }
        String name = nameOf(run, entry);
        boolean isWanted =
            wanted.equals(name)
                || wanted.equals(entry.details().target())
                || wanted.equals(entry.operation());
        if (!isClosed(run, entry.operation())) {
          if (isWanted) {
            return new OpenCallback(run, entry.operation(), name);
          }
          open.add(name == null ? entry.operation() : name);
        }
        closed = isWanted ? entry.details().target() : closed;
      }
    }
    if (closed != null) {
      throw new CallbackClosedException(closed, CallbackClosedException.Reason.COMPLETED);
    }
    throw new NotOpenException(
        "There is no open callback '%s' at this time. Open are %s.".formatted(wanted, open));
  }

  private static @Nullable String nameOf(VirtualRun run, JournalEntry callback) {
    if (callback.name() != null || callback.parent() == null) {
      return callback.name();
    }
    return run.journal.entries().stream()
        .filter(entry -> entry.kind() == OperationKind.WAIT_FOR_CALLBACK)
        .filter(entry -> Objects.equals(entry.operation(), callback.parent()))
        .map(JournalEntry::name)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static boolean isClosed(VirtualRun run, String operation) {
    return run.status.isEnded()
        || run.answers.stream()
            .anyMatch(each -> each.type() != null && each.operation().equals(operation))
        || run.journal.entries().stream()
            .anyMatch(each -> each.isFinal() && each.operation().equals(operation));
  }
}
