package dev.foliot.workflow.run;

import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes the waits of runs, and starts and ends their child runs, as the entries of their
 * journals say. Everything belongs to the transaction of the caller.
 */
final class RunWaits {
  private final RunTable runs;
  private final WaitTable waits;
  private final WorkflowRegistry registry;
  private final RunSignals signals;
  private final InstantSource clock;

  RunWaits(
      RunTable runs,
      WaitTable waits,
      WorkflowRegistry registry,
      RunSignals signals,
      InstantSource clock) {
    this.runs = runs;
    this.waits = waits;
    this.registry = registry;
    this.signals = signals;
    this.clock = clock;
  }

  WaitTable table() {
    return waits;
  }

  /** Whether entries open or close a wait. */
  static boolean concern(List<JournalEntry> entries) {
    return entries.stream().anyMatch(RunWaits::concerns);
  }

  private static boolean concerns(JournalEntry entry) {
    return entry.kind().group().isAnsweredFromOutside()
        && (entry.type() == EntryType.STARTED || entry.type() == EntryType.TIMED_OUT);
  }

  /**
   * Opens and closes waits.
   *
   * @throws AnsweredMeanwhileException if an answer came for a wait whose time is over
   */
  void apply(RunRow run, List<JournalEntry> entries) {
    waits.store(run, entries);
    Set<String> late = new HashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.kind() == OperationKind.INVOKE) {
        switch (entry.type()) {
          case STARTED -> startChild(run, entry);
          case TIMED_OUT -> late.add(entry.operation());
          default -> {} // the child run has ended
        }
      }
    }
    if (!late.isEmpty()) { // with those of former rounds, whose results are not awaited
      runs.openChildren(run.id(), late::contains).forEach(this::cancel);
    }
  }

  /** What came from outside for the operations that are open in the journal. */
  List<Answer> answers(String runId, List<JournalEntry> entries) {
    Set<String> open = new LinkedHashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.type() != EntryType.STARTED) {
        open.remove(entry.operation());
      } else if (entry.kind().group().isAnsweredFromOutside()) {
        open.add(entry.operation());
      }
    }
    return open.isEmpty() ? List.of() : waits.answers(runId, open);
  }

  // ---- child runs

  private void startChild(RunRow parent, JournalEntry started) {
    EntryDetails details = started.details();
    String workflow = Objects.requireNonNull(details.target());
    Optional<WorkflowDefinition> definition = registry.newest(workflow);
    if (definition.isEmpty()) {
      refuse(parent, started, StoredError.of(registry.unknown(workflow)));
      return;
    }
    Instant now = clock.instant();
    RunRow child = child(parent, started, definition.get(), now);
    if (runs.insert(child)) {
      signals.dueAfterCommit(now);
      return;
    }
    RunRow first = runs.find(child.id()).orElseThrow();
    if (!isSameChild(first, child) || first.status().isEnded()) {
      String existing = first.identity().workflow();
      refuse(
          parent,
          started,
          StoredError.of(new DuplicateRunException(child.id(), workflow, existing)));
    }
  }

  /** After a restart of its parent, a child run that goes on is joined. */
  private static boolean isSameChild(RunRow first, RunRow child) {
    RunRow.Identity one = first.identity();
    RunRow.Identity other = child.identity();
    return one.workflow().equals(other.workflow())
        && Objects.equals(one.parentRun(), other.parentRun())
        && Objects.equals(one.parentOperation(), other.parentOperation());
  }

  private static RunRow child(
      RunRow parent, JournalEntry started, WorkflowDefinition workflow, Instant now) {
    RunRow.Identity origin = parent.identity();
    return new RunRow(
        new RunRow.Identity(
            Objects.requireNonNull(started.details().childRun()),
            workflow.name(),
            workflow.version(),
            origin.priority(),
            origin.lane(),
            origin.id(),
            started.operation(),
            origin.correlationId(),
            origin.causationId(),
            origin.metadata(),
            null),
        Objects.requireNonNullElse(started.payload(), "null"),
        RunStatus.PENDING,
        now,
        null,
        0,
        0,
        0,
        0,
        null,
        null,
        false,
        new RunRow.Times(now, null, null, null, null));
  }

  /** The child run cannot be started, so the operation fails. */
  private void refuse(RunRow parent, JournalEntry started, StoredError error) {
    complete(parent.id(), WaitTable.id(parent, started), null, error);
  }

  /** Gives the end of a run to the run that invoked it. */
  void tellParent(RunRow run, RunStatus status, @Nullable String result, @Nullable String error) {
    String parent = run.identity().parentRun();
    String operation = run.identity().parentOperation();
    if (parent != null && operation != null) {
      String wait = WaitTable.idOfChild(parent, operation, run.id());
      complete(parent, wait, result, error(run, status, error));
    }
  }

  private @Nullable StoredError error(RunRow run, RunStatus status, @Nullable String error) {
    return switch (status) {
      case SUCCEEDED -> null;
      case FAILED ->
          error == null ? new StoredError("Invoke.Failed", null) : runs.errors().read(error);
      case CANCELLED -> new StoredError("Invoke.Cancelled", "Run " + run.id() + " was cancelled");
      case TERMINATED ->
          new StoredError("Invoke.Terminated", "Run " + run.id() + " was terminated");
      default -> new StoredError("Invoke.Timeout", "The time of run " + run.id() + " was over");
    };
  }

  private void complete(
      String runId, String wait, @Nullable String payload, @Nullable StoredError error) {
    Instant now = clock.instant();
    // The run first, as its owner does, so that they do not wait for each other.
    EntryType outcome = error == null ? EntryType.SUCCEEDED : EntryType.FAILED;
    if (waits.wake(runId, now) && waits.complete(runId, wait, outcome, payload, error, now)) {
      signals.dueAfterCommit(now);
    }
  }

  // ---- ends

  /** Asks for the end of a run and of its child runs; false if it has ended. */
  boolean cancel(String runId) {
    Instant now = clock.instant();
    boolean goesOn = runs.requestCancel(runId, now);
    if (goesOn) {
      signals.dueAfterCommit(now);
      cancelChildren(runId);
    }
    return goesOn;
  }

  void cancelChildren(String runId) {
    runs.openChildren(runId, operation -> true).forEach(this::cancel);
  }

  /** Ends a run and its child runs at once; false if it has ended. */
  boolean terminate(RunRow run) {
    boolean ended = runs.terminate(run.id(), clock.instant());
    if (ended) {
      waits.removeOpen(run.id());
      tellParent(run, RunStatus.TERMINATED, null, null);
      for (String child : runs.openChildren(run.id(), operation -> true)) {
        runs.find(child).ifPresent(this::terminate);
      }
    }
    return ended;
  }

  /** The run goes on as new: nothing of its journal is left. */
  void restart(RunRow run) {
    runs.deleteEndedChildren(run.id());
    waits.forgetAnsweredEvents(run.id());
    waits.remove(run.id());
    runs.journal().delete(run.id());
  }
}
