package dev.foliot.workflow.run;

import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.FindOperation;
import dev.foliot.workflow.journal.JournalCut;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RetryRules;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
              RetryRules.checkEnd(run.id(), run.status(), run.identity().parentRun());
              goOn(run, fromStep);
              return true;
            });
  }

  private RetryTable table() {
    return new RetryTable(store.runs());
  }

  private void goOn(RunRow run, @Nullable String fromStep) {
    // 1. Cut the journal.
    List<JournalEntry> journal = store.runs().journal().of(run.id());
    List<JournalEntry> kept = cut(run, journal, fromStep);
    List<JournalEntry> removed = RetryRules.without(journal, kept);
    RetryRules.checkNotUndone(run.id(), journal, removed);
    table().removeEntries(run.id(), removed);
    removed.forEach(entry -> removeChild(run, entry));
    // 2. Let the run continue. The numbers of removed entries are not used again.
    Instant now = parts.clock().instant();
    store.runs().journal().insert(run.id(), List.of(note(run, journal, now)));
    table().reopen(run.id(), now, kept.size() + 1, deadline(run, now));
    signals.dueAfterCommit(now);
    // 3. Open the waits that were open at that time, unless their answers are there.
    store.waits().table().remove(run.id(), RetryRules.operations(removed));
    store.waits().table().removeOpen(run.id());
    List<JournalEntry> open = RetryRules.openWaits(kept);
    Set<String> answered = open.isEmpty() ? Set.of() : answered(run, RetryRules.operations(open));
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

  private JournalEntry note(RunRow run, List<JournalEntry> journal, Instant now) {
    StoredError error = store.runs().error(run);
    return RetryRules.note(journal, error, run.invocations(), now);
  }

  /** Returns the new deadline: the time-out begins again. */
  private static @Nullable Instant deadline(RunRow run, Instant now) {
    RunRow.Times times = run.times();
    return times.deadline() == null || times.timeoutFrom() == null
        ? null
        : now.plus(Duration.between(times.timeoutFrom(), times.deadline()));
  }

  // ---- waits and child runs

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
    RetryRules.checkChildEnded(run.id(), child.get().id(), child.get().status());
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

  /** An operation that begins again starts its child run again, under the same id. */
  private void removeChild(RunRow run, JournalEntry entry) {
    if (entry.kind() == OperationKind.INVOKE && entry.type() == EntryType.STARTED) {
      childOf(run, entry).ifPresent(child -> remove(run, child));
    }
  }

  private void remove(RunRow run, RunRow child) {
    RetryRules.checkChildEnded(run.id(), child.id(), child.status());
    List<JournalEntry> journal = store.runs().journal().of(child.id());
    RetryRules.checkNotUndone(child.id(), journal, journal);
    for (String each : table().childrenOf(child.id())) {
      remove(run, table().lock(each).map(Objects::requireNonNull).orElseThrow());
    }
    store.runs().delete(child.id());
  }
}
