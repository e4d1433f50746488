package dev.foliot.workflow.journal;

import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.OperationKind.Group;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a retry (R61). They are the same for runs in the database and for runs in a test
 * without one.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RetryRules {
  private RetryRules() {}

  /**
   * Checks that a run has ended without success, and has no parent run.
   *
   * @param parent the parent run, or null
   * @throws RunNotRepeatableException if the run cannot be retried
   */
  public static void checkEnd(String run, RunStatus status, @Nullable String parent) {
    if (!status.isEnded()) {
      throw refused(
          run,
          "it is %s. Cancel or terminate it first, or fork it."
              .formatted(status.name().toLowerCase(Locale.ROOT)));
    }
    if (status == RunStatus.SKIPPED) {
      throw refused(
          run, "flow control did not admit it, so it has never begun. Start another run.");
    }
    if (status == RunStatus.SUCCEEDED) {
      throw refused(run, "it has succeeded. Fork it to repeat some of its operations.");
    }
    if (parent != null) {
      throw refused(
          run,
          "its parent run %s already has its outcome. Retry the parent run, or fork this one."
              .formatted(parent));
    }
  }

  /**
   * Checks that no compensation of a run has run. A compensation undoes an earlier operation, but a
   * retry would take the result of this operation from the journal and not repeat it.
   *
   * @param removed the entries of the operations that begin again
   * @throws RunNotRepeatableException if one has run
   */
  public static void checkNotUndone(
      String run, List<JournalEntry> journal, List<JournalEntry> removed) {
    if (endsWithUndo(journal)
        || removed.stream().anyMatch(entry -> entry.kind() == OperationKind.COMPENSATION)) {
      throw refused(
          run,
          "its compensations have run, so its earlier operations are undone. Fork it from its first operation, or start a new run.");
    }
  }

  /** Whether the last operation of a journal is a compensation. */
  public static boolean endsWithUndo(List<JournalEntry> journal) {
    return journal.stream()
        .filter(entry -> entry.kind().group() != Group.MARKER)
        .reduce((one, other) -> other)
        .filter(entry -> entry.kind() == OperationKind.COMPENSATION)
        .isPresent();
  }

  /**
   * Checks that a child run has ended.
   *
   * @throws RunNotRepeatableException if it has not ended
   */
  public static void checkChildEnded(String run, String child, RunStatus status) {
    if (!status.isEnded()) {
      throw refused(
          run,
          "its child run %s has not ended yet. Wait for the end of the child run, or terminate it."
              .formatted(child));
    }
  }

  private static RunNotRepeatableException refused(String run, String reason) {
    return new RunNotRepeatableException(run, "retried", reason);
  }

  /** The entry that keeps the error of a run that is retried. */
  public static JournalEntry note(
      List<JournalEntry> journal, @Nullable StoredError error, int invocations, Instant now) {
    int number = journal.isEmpty() ? 1 : journal.get(journal.size() - 1).number() + 1;
    return new JournalEntry(
        number,
        "~retry-" + number,
        null,
        OperationKind.RETRIED,
        EntryType.SUCCEEDED,
        null,
        null,
        error == null ? EntryDetails.NONE : EntryDetails.error(error),
        Math.max(1, invocations),
        now);
  }

  /** The entries of a journal that are not kept. */
  public static List<JournalEntry> without(List<JournalEntry> journal, List<JournalEntry> kept) {
    Set<Integer> numbers = kept.stream().map(JournalEntry::number).collect(Collectors.toSet());
    return journal.stream().filter(entry -> !numbers.contains(entry.number())).toList();
  }

  /** The ids of the operations that entries belong to. */
  public static Set<String> operations(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::operation).collect(Collectors.toSet());
  }

  /** The first entries of the operations that wait for something outside, and have not ended. */
  public static List<JournalEntry> openWaits(List<JournalEntry> kept) {
    Set<String> ended = new HashSet<>();
    kept.stream().filter(JournalEntry::isFinal).forEach(entry -> ended.add(entry.operation()));
    return kept.stream()
        .filter(entry -> entry.kind().group().isAnsweredFromOutside())
        .filter(entry -> !ended.contains(entry.operation()))
        .toList();
  }
}
