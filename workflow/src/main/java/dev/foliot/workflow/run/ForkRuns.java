package dev.foliot.workflow.run;

import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.FindOperation;
import dev.foliot.workflow.journal.JournalCut;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RetryRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs that begin with the outcomes of another run (R61). The other run is not changed. Open
 * {@link #fork} first.
 */
final class ForkRuns {
  private static final String WHAT = "forked";

  private final RunParts parts;
  private final RunStore store;
  private final RunOrigin origin;
  private final RunSignals signals;

  ForkRuns(RunParts parts, RunStore store, RunOrigin origin, RunSignals signals) {
    this.parts = parts;
    this.store = store;
    this.origin = origin;
    this.signals = signals;
  }

  /**
   * Forks a run, and returns the id of the new one.
   *
   * @param fromStep the id or the name of the first operation that is repeated
   * @param input the input of the new run, as JSON; null for the input of the other run
   */
  String fork(String id, String fromStep, @Nullable String input, RunOptions options) {
    if (options.startTimeout() != null) {
      throw new IllegalArgumentException(
          "Run %s is forked with a start time-out, but a fork has begun already. Set a time-out for the whole run."
              .formatted(id));
    }
    return parts.transactions().inCurrentOrNew(() -> insert(id, fromStep, input, options));
  }

  private String insert(String id, String fromStep, @Nullable String input, RunOptions options) {
    // 1. Cut the journal. The lock keeps it as it is.
    RetryTable table = new RetryTable(store.runs());
    RunRow source = table.lock(id).orElseThrow(() -> new RunNotFoundException(id));
    List<JournalEntry> journal = store.runs().journal().of(id);
    String operation = FindOperation.in(id, journal, fromStep);
    List<JournalEntry> kept = copied(JournalCut.from(journal, operation, child -> false));
    refuse(source, journal, kept);
    // 2. Insert the run, or find the one that has the id.
    RunRow fork = newRun(source, kept, input, options);
    if (!store.runs().insert(fork)) {
      checkFirst(fork, options);
      return fork.id();
    }
    // 3. Copy the outcomes. The fork wants the events that the other run wanted.
    if (!kept.isEmpty()) {
      store
          .runs()
          .journal()
          .insert(fork.id(), withNote(kept, source.id(), parts.clock().instant()));
      table.copyLogPosition(id, fork.id());
      copyWaits(source, fork, kept);
    }
    signals.dueAfterCommit(Objects.requireNonNull(fork.dueAt()));
    return fork.id();
  }

  /** The entries to copy. If there are only notes, nothing is copied. */
  private static List<JournalEntry> copied(List<JournalEntry> kept) {
    return kept.stream().allMatch(entry -> entry.kind().isNote()) ? List.of() : kept;
  }

  private static void refuse(RunRow source, List<JournalEntry> journal, List<JournalEntry> kept) {
    boolean wasUndone =
        RetryRules.without(journal, kept).stream()
            .anyMatch(entry -> entry.kind() == OperationKind.COMPENSATION);
    if (wasUndone && !kept.isEmpty()) {
      throw new RunNotRepeatableException(
          source.id(),
          WHAT,
          "its compensations have run, so its earlier operations are undone. Fork it from its first operation.");
    }
    RetryRules.openWaits(kept).stream()
        .filter(entry -> entry.kind() != OperationKind.EVENT)
        .findFirst()
        .ifPresent(entry -> refuse(source, entry));
  }

  private static void refuse(RunRow source, JournalEntry open) {
    throw new RunNotRepeatableException(
        source.id(),
        WHAT,
        "%s %s%s has no outcome yet at this place, and only this run gets its answer. Fork it from that operation, or from an earlier one."
            .formatted(
                open.kind().label(),
                open.operation(),
                open.name() == null ? "" : " \"" + open.name() + "\""));
  }

  private RunRow newRun(
      RunRow source, List<JournalEntry> kept, @Nullable String input, RunOptions options) {
    Instant now = parts.clock().instant();
    Instant due = StartRuns.due(options, now);
    return new RunRow(
        origin.ofFork(source, options),
        input == null ? store.runs().input(source) : input,
        RunStatus.PENDING,
        due,
        null,
        0,
        0,
        kept.stream().mapToInt(JournalEntry::invocation).max().orElse(0),
        kept.isEmpty() ? 0 : source.round(),
        null,
        null,
        false,
        new RunRow.Times(
            now,
            kept.isEmpty() ? null : source.times().started(),
            kept.isEmpty() ? null : source.times().round(),
            null,
            null,
            StartRuns.limit(due, options.timeout()),
            options.timeout() == null ? null : due),
        source.flow().ofFork());
  }

  private void checkFirst(RunRow fork, RunOptions options) {
    RunRow existing = store.runs().find(fork.id()).orElseThrow();
    RunRow.Identity first = existing.identity();
    boolean isSame = Objects.equals(fork.identity().forkedFrom(), first.forkedFrom());
    if (options.refusesDuplicate() || !isSame) {
      throw new DuplicateRunException(
          fork.id(), fork.identity().workflow(), first.workflow(), existing.status());
    }
  }

  /** Returns the entries, and a note that another run has made them. */
  static List<JournalEntry> withNote(List<JournalEntry> kept, String source, Instant now) {
    List<JournalEntry> entries = new ArrayList<>(kept);
    JournalEntry last = kept.get(kept.size() - 1);
    int number = last.number() + 1;
    entries.add(
        new JournalEntry(
            number,
            "~fork-" + number,
            null,
            OperationKind.FORKED,
            EntryType.SUCCEEDED,
            null,
            null,
            EntryDetails.NONE.on(source, null),
            last.invocation(),
            now));
    return entries;
  }

  /**
   * Copies the answered waits, so that equal waits of the fork get later events. Opens the others.
   */
  private void copyWaits(RunRow source, RunRow fork, List<JournalEntry> kept) {
    kept.stream()
        .filter(entry -> entry.kind() == OperationKind.EVENT)
        .filter(entry -> entry.type() == EntryType.SUCCEEDED)
        .forEach(
            entry ->
                store
                    .waits()
                    .table()
                    .copy(
                        WaitTable.id(source, entry),
                        OperationIds.of(fork.id(), fork.round(), entry.operation()),
                        fork.id()));
    store.waits().table().open(fork, RetryRules.openWaits(kept));
  }
}
