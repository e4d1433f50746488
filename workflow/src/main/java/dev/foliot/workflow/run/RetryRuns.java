package dev.foliot.workflow.run;

import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalCut;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.OperationKind.Group;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Retries runs that have ended without success (R61). The entries of the operations that begin
 * again are removed from the journal. All others stay, with the ids of the operations. Open {@link
 * #goOn} first.
 *
 * <p>Like all transactions, this one locks the run before its child runs.
 */
final class RetryRuns {
  private static final String WHAT = "retried";

  private final RunParts parts;
  private final RunStore store;
  private final RunSignals signals;

  RetryRuns(RunParts parts, RunStore store, RunSignals signals) {
    this.parts = parts;
    this.store = store;
    this.signals = signals;
  }

  /**
   * Continues a run.
   *
   * @param fromStep the id or the name of the operation that begins again; null for the failed
   *     operation
   */
  void retry(String id, @Nullable String fromStep) {
    parts
        .transactions()
        .inCurrentOrNew(
            () -> {
              RunRow run = table().lock(id).orElseThrow(() -> new RunNotFoundException(id));
              refuseUnlessFailed(run);
              goOn(run, fromStep);
              return true;
            });
  }

  private RetryTable table() {
    return new RetryTable(store.runs());
  }

  private static void refuseUnlessFailed(RunRow run) {
    String parent = run.identity().parentRun();
    if (!run.status().isEnded()) {
      throw refused(
          run,
          "it is %s. Cancel or terminate it first, or fork it."
              .formatted(run.status().name().toLowerCase(Locale.ROOT)));
    }
    if (run.status() == RunStatus.SKIPPED) {
      throw refused(
          run, "flow control did not admit it, so it has never begun. Start another run.");
    }
    if (run.status() == RunStatus.SUCCEEDED) {
      throw refused(run, "it has succeeded. Fork it to repeat some of its operations.");
    }
    if (parent != null) {
      throw refused(
          run,
          "its parent run %s already has its outcome. Retry the parent run, or fork this one."
              .formatted(parent));
    }
  }

  private static RunNotRepeatableException refused(RunRow run, String reason) {
    return new RunNotRepeatableException(run.id(), WHAT, reason);
  }

  private void goOn(RunRow run, @Nullable String fromStep) {
    // 1. Cut the journal.
    List<JournalEntry> journal = store.runs().journal().of(run.id());
    List<JournalEntry> kept = cut(run, journal, fromStep);
    List<JournalEntry> removed = without(journal, kept);
    refuseIfUndone(run, journal, removed);
    table().removeEntries(run.id(), removed);
    removed.forEach(entry -> removeChild(run, entry));
    // 2. Let the run go on. The numbers of removed entries are not used again.
    Instant now = parts.clock().instant();
    store.runs().journal().insert(run.id(), List.of(note(run, journal, now)));
    table().reopen(run.id(), now, kept.size() + 1, deadline(run, now));
    signals.dueAfterCommit(now);
    // 3. Open the waits that were open at that time, unless their answers are there.
    store.waits().table().remove(run.id(), operations(removed));
    store.waits().table().removeOpen(run.id());
    List<JournalEntry> open = openWaits(kept);
    Set<String> answered = open.isEmpty() ? Set.of() : answered(run, operations(open));
    open.stream()
        .filter(entry -> !answered.contains(entry.operation()))
        .forEach(entry -> openWait(run, entry));
  }

  private List<JournalEntry> cut(
      RunRow run, List<JournalEntry> journal, @Nullable String fromStep) {
    Predicate<JournalEntry> childGoesOn = entry -> childOf(run, entry).isPresent();
    if (fromStep != null) {
      String operation = FindOperation.in(run.id(), journal, fromStep);
      return JournalCut.from(journal, operation, childGoesOn);
    }
    return JournalCut.fromFailure(journal, store.runs().error(run), childGoesOn);
  }

  static List<JournalEntry> without(List<JournalEntry> journal, List<JournalEntry> kept) {
    Set<Integer> numbers = kept.stream().map(JournalEntry::number).collect(Collectors.toSet());
    return journal.stream().filter(entry -> !numbers.contains(entry.number())).toList();
  }

  static Set<String> operations(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::operation).collect(Collectors.toSet());
  }

  /**
   * If compensations have run, the operations are undone, and other systems would not repeat them.
   */
  private static void refuseIfUndone(
      RunRow run, List<JournalEntry> journal, List<JournalEntry> removed) {
    List<JournalEntry> undone =
        removed.stream().filter(entry -> entry.kind() == OperationKind.COMPENSATION).toList();
    boolean endsWithUndo =
        journal.stream()
            .filter(entry -> entry.kind().group() != Group.MARKER)
            .reduce((one, other) -> other)
            .filter(entry -> entry.kind() == OperationKind.COMPENSATION)
            .isPresent();
    if (endsWithUndo || !undone.isEmpty()) {
      throw refused(
          run,
          "its compensations have run, so its earlier operations are undone. Fork it from its first operation, or start a new run.");
    }
  }

  /** A retried run has no error any more; the note keeps it. */
  private JournalEntry note(RunRow run, List<JournalEntry> journal, Instant now) {
    StoredError error = store.runs().error(run);
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
        Math.max(1, run.invocations()),
        now);
  }

  /** Its time-out begins anew. */
  private static @Nullable Instant deadline(RunRow run, Instant now) {
    RunRow.Times times = run.times();
    return times.deadline() == null || times.timeoutFrom() == null
        ? null
        : now.plus(Duration.between(times.timeoutFrom(), times.deadline()));
  }

  // ---- waits and child runs

  /** The first entries of the operations that wait for something outside, and have not ended. */
  static List<JournalEntry> openWaits(List<JournalEntry> kept) {
    Set<String> ended = new HashSet<>();
    kept.stream().filter(JournalEntry::isFinal).forEach(entry -> ended.add(entry.operation()));
    return kept.stream()
        .filter(entry -> entry.kind().group().isAnsweredFromOutside())
        .filter(entry -> !ended.contains(entry.operation()))
        .toList();
  }

  private Set<String> answered(RunRow run, Set<String> open) {
    return store.waits().table().answers(run.id(), open).stream()
        .map(Answer::operation)
        .collect(Collectors.toSet());
  }

  private void openWait(RunRow run, JournalEntry started) {
    Optional<RunRow> child =
        started.kind() == OperationKind.INVOKE ? childOf(run, started) : Optional.empty();
    if (child.isEmpty()) {
      store.waits().apply(run, List.of(started));
      return;
    }
    store.waits().table().open(run, List.of(started));
    refuseIfOpen(run, child.get());
    if (child.get().status() == RunStatus.SUCCEEDED) {
      RunRow ended = child.get();
      if (store.waits().wakeParent(ended)) {
        store.waits().answerParent(ended, ended.status(), store.runs().result(ended), null);
      }
    } else {
      goOn(child.get(), null);
    }
  }

  /** The child run that an operation has started, if it was not removed. */
  private Optional<RunRow> childOf(RunRow run, JournalEntry started) {
    return Optional.ofNullable(started.details().childRun())
        .flatMap(table()::lock)
        .filter(child -> run.id().equals(child.identity().parentRun()))
        .filter(child -> started.operation().equals(child.identity().parentOperation()));
  }

  private static void refuseIfOpen(RunRow run, RunRow child) {
    if (!child.status().isEnded()) {
      throw refused(
          run,
          "its child run %s has not ended yet. Wait for the end of the child run, or terminate it."
              .formatted(child.id()));
    }
  }

  /** An operation that begins again starts its child run again, under the same id. */
  private void removeChild(RunRow run, JournalEntry entry) {
    if (entry.kind() == OperationKind.INVOKE && entry.type() == EntryType.STARTED) {
      childOf(run, entry).ifPresent(child -> remove(run, child));
    }
  }

  private void remove(RunRow run, RunRow child) {
    refuseIfOpen(run, child);
    List<JournalEntry> journal = store.runs().journal().of(child.id());
    refuseIfUndone(run, journal, journal);
    for (String each : table().childrenOf(child.id())) {
      remove(run, table().lock(each).map(Objects::requireNonNull).orElseThrow());
    }
    store.runs().delete(child.id());
  }
}
