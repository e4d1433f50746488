package dev.foliot.test;

import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackClosedException.Reason;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A callback that a run has created.
 *
 * @param run the run that created it
 * @param created the entry of its creation
 * @param name its name; if {@code waitForCallback} created it, the name of its context
 */
record OpenCallback(VirtualRun run, JournalEntry created, @Nullable String name) {

  /** There is no callback of this name or id. */
  static final class NotOpenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotOpenException(String message) {
      super(message);
    }
  }

  /**
   * Finds the first open one with this name or id.
   *
   * @throws NotOpenException if there is none
   * @throws CallbackClosedException if it has its outcome
   */
  static OpenCallback find(List<VirtualRun> runs, String wanted) {
    List<OpenCallback> all = runs.stream().flatMap(OpenCallback::of).toList();
    List<OpenCallback> found = all.stream().filter(each -> each.isCalled(wanted)).toList();
    for (OpenCallback each : found) {
      if (each.closed() == null) {
        return each;
      }
    }
    for (OpenCallback each : found) {
      String id = String.valueOf(each.created.details().target());
      throw new CallbackClosedException(id, Objects.requireNonNull(each.closed()));
    }
    throw new NotOpenException(
        "There is no open callback '%s' at this time. Open callbacks: %s."
            .formatted(wanted, all.stream().filter(each -> each.closed() == null).toList()));
  }

  private static Stream<OpenCallback> of(VirtualRun run) {
    return run.journal.entries().stream()
        .filter(entry -> entry.kind() == OperationKind.CALLBACK)
        .filter(entry -> entry.type() == EntryType.STARTED)
        .map(entry -> new OpenCallback(run, entry, nameOf(run.journal.entries(), entry)));
  }

  static @Nullable String nameOf(List<JournalEntry> entries, JournalEntry callback) {
    if (callback.name() != null || callback.parent() == null) {
      return callback.name();
    }
    return entries.stream()
        .filter(entry -> entry.kind() == OperationKind.WAIT_FOR_CALLBACK)
        .filter(entry -> Objects.equals(entry.operation(), callback.parent()))
        .map(JournalEntry::name)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  String operation() {
    return created.operation();
  }

  private boolean isCalled(String wanted) {
    return wanted.equals(name)
        || wanted.equals(created.details().target())
        || wanted.equals(operation());
  }

  /** Why the callback accepts no outcome; null if it is open. */
  private @Nullable Reason closed() {
    boolean isAnswered =
        run.answers.stream()
            .anyMatch(each -> each.type() != null && each.operation().equals(operation()));
    EntryType end =
        run.journal.entries().stream()
            .filter(each -> each.isFinal() && each.operation().equals(operation()))
            .map(JournalEntry::type)
            .findFirst()
            .orElse(null);
    if (end == EntryType.TIMED_OUT) {
      return Reason.TIMED_OUT;
    }
    if (isAnswered || end != null) {
      return Reason.COMPLETED;
    }
    return run.status.isEnded() ? Reason.RUN_ENDED : null;
  }

  @Override
  public String toString() {
    return name == null ? operation() : name;
  }
}
