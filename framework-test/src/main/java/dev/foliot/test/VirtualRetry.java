package dev.foliot.test;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.FindOperation;
import dev.foliot.workflow.journal.JournalCut;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RetryRules;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Retries the runs of a scenario, as the engine retries runs in the database. */
final class VirtualRetry {
  private final VirtualRuns runs;

  VirtualRetry(VirtualRuns runs) {
    this.runs = runs;
  }

  /**
   * Continues a run that has ended without success.
   *
   * @param fromStep the id or the name of the operation that begins again; null for the failed
   *     operation
   */
  void retry(VirtualRun run, @Nullable String fromStep) {
    RetryRules.checkEnd(run.id, run.status, run.parent == null ? null : run.parent.id);
    goOn(run, fromStep);
  }

  private void goOn(VirtualRun run, @Nullable String fromStep) {
    // 1. Cut the journal.
    List<JournalEntry> journal = run.journal.entries();
    List<JournalEntry> kept = cut(run, journal, fromStep);
    List<JournalEntry> removed = RetryRules.without(journal, kept);
    RetryRules.checkNotUndone(run.id, journal, removed);
    removed.forEach(entry -> childOf(run, entry).ifPresent(child -> remove(run, child)));
    // 2. Let the run continue.
    run.journal.cut(kept, RetryRules.note(journal, run.error, run.invocations, runs.now()));
    run.goOn();
    runs.forget(run, RetryRules.operations(removed));
    // 3. Open the waits that were open at that time, unless their answers are there.
    Set<String> answered = run.answered();
    RetryRules.openWaits(kept).stream()
        .filter(entry -> !answered.contains(entry.operation()))
        .forEach(entry -> openWait(run, entry));
  }

  private List<JournalEntry> cut(
      VirtualRun run, List<JournalEntry> journal, @Nullable String fromStep) {
    Predicate<JournalEntry> childGoesOn = entry -> childOf(run, entry).isPresent();
    return fromStep == null
        ? JournalCut.fromFailure(journal, run.error, childGoesOn)
        : JournalCut.from(journal, FindOperation.in(run.id, journal, fromStep), childGoesOn);
  }

  private void openWait(VirtualRun run, JournalEntry started) {
    Optional<VirtualRun> child = childOf(run, started);
    if (child.isEmpty()) {
      runs.stored(run, started);
      return;
    }
    RetryRules.checkChildEnded(run.id, child.get().id, child.get().status);
    if (child.get().status == RunStatus.SUCCEEDED) {
      runs.answerParent(child.get());
    } else {
      goOn(child.get(), null);
    }
  }

  private Optional<VirtualRun> childOf(VirtualRun run, JournalEntry entry) {
    return entry.kind() == OperationKind.INVOKE && entry.type() == EntryType.STARTED
        ? runs.all().stream()
            .filter(each -> each.parent == run && each.parentRound == run.round)
            .filter(each -> entry.operation().equals(each.parentOperation))
            .findFirst()
        : Optional.empty();
  }

  private void remove(VirtualRun run, VirtualRun child) {
    RetryRules.checkChildEnded(run.id, child.id, child.status);
    List<JournalEntry> journal = child.journal.entries();
    RetryRules.checkNotUndone(child.id, journal, journal);
    runs.all().stream().filter(each -> each.parent == child).forEach(each -> remove(run, each));
    runs.forget(child, RetryRules.operations(journal));
    runs.remove(child);
  }
}
