package dev.foliot.workflow.run;

import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.admission.FlowControl;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.run.AdmitStart.Admission;
import dev.foliot.workflow.run.AdmitStart.Start;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Opens and closes the waits of runs, and starts and ends their child runs, for the entries of
 * their journals. All methods run in the transaction of the caller.
 */
final class RunWaits {
  private final RunTable runs;
  private final WaitTable waits;
  private final AdmitStart admission;
  private final RunParts parts;
  private final WorkflowRegistry registry;
  private final RunSignals signals;
  private final InstantSource clock;

  RunWaits(
      RunTable runs, WaitTable waits, AdmitStart admission, RunParts parts, RunSignals signals) {
    this.runs = runs;
    this.waits = waits;
    this.admission = admission;
    this.parts = parts;
    this.registry = parts.registry();
    this.signals = signals;
    this.clock = parts.clock();
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
   * @throws AnsweredMeanwhileException if a wait that is to time out has been answered, or had a
   *     heartbeat in time
   */
  void apply(RunRow run, List<JournalEntry> entries) {
    List<JournalEntry> started = concerning(entries, EntryType.STARTED);
    waits.open(run, started);
    invocations(started).forEach(entry -> startChild(run, entry));
    List<JournalEntry> late = concerning(entries, EntryType.TIMED_OUT);
    Set<String> lateChildren =
        invocations(late).map(JournalEntry::operation).collect(Collectors.toSet());
    if (!lateChildren.isEmpty()) { // with those of former rounds, whose results are not awaited
      runs.openChildren(run.id(), lateChildren::contains).forEach(this::cancel);
    }
    late.forEach(entry -> waits.timeOut(run.id(), entry));
  }

  private static List<JournalEntry> concerning(List<JournalEntry> entries, EntryType type) {
    return entries.stream().filter(each -> each.type() == type && concerns(each)).toList();
  }

  private static Stream<JournalEntry> invocations(List<JournalEntry> entries) {
    return entries.stream().filter(each -> each.kind() == OperationKind.INVOKE);
  }

  /** The answers from outside for the open operations of the journal. */
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
    Admission admitted = admit(child, definition.get());
    RunRow row = Objects.requireNonNull(admitted.row());
    OptionalInt inserted = runs.insert(row, admitted.changes(), admitted.with());
    if (inserted.isPresent()) {
      admitted.effects().take(inserted.getAsInt(), this::cancel);
      if (row.status() == RunStatus.SKIPPED) {
        StoredError why = runs.errors().read(Objects.requireNonNull(row.error()));
        refuse(parent, started, new StoredError("Invoke.Skipped", why.message()));
      } else {
        signals.dueAfterCommit(now);
      }
      return;
    }
    RunRow first = runs.find(child.id()).orElseThrow();
    if (!isSameChild(first, child) || first.status().isEnded()) {
      String existing = first.identity().workflow();
      refuse(
          parent,
          started,
          StoredError.of(
              new DuplicateRunException(child.id(), workflow, existing, first.status())));
    }
  }

  private Admission admit(RunRow child, WorkflowDefinition workflow) {
    FlowControl flow = registry.flowOf(workflow);
    if (flow.isNone()) {
      return Admission.of(child);
    }
    Object input;
    try {
      input = parts.codec().read(child.input(), flow.inputType());
    } catch (DataAccessException | TransactionException away) {
      throw away;
    } catch (Throwable unreadable) { // the constructor of the input may throw anything
      return Admission.of(child); // it fails when it begins, and its parent gets the reason
    }
    return admission.decide(new Start(child, input, true), flow);
  }

  /**
   * Whether a run is the child run of the same operation: after a restart of its parent, it is
   * joined if it is still open.
   */
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
        RunRow.Times.of(now),
        RunRow.Flow.NONE);
  }

  /** Fails the operation, because the child run cannot be started. */
  private void refuse(RunRow parent, JournalEntry started, StoredError error) {
    Instant now = clock.instant();
    if (waits.wake(parent.id(), now)) {
      complete(parent.id(), WaitTable.id(parent, started), null, error, now);
    }
  }

  /**
   * Wakes the run that invoked this one, and locks it. Call it before the run itself is written.
   *
   * @return false if there is no such run, or if it has ended
   */
  boolean wakeParent(RunRow run) {
    String parent = run.identity().parentRun();
    return parent != null && waits.wake(parent, clock.instant());
  }

  /** Passes the outcome of a run to the run that invoked it, after {@link #wakeParent}. */
  void answerParent(RunRow run, RunStatus status, @Nullable String result, @Nullable String error) {
    RunRow.Identity child = run.identity();
    String parent = Objects.requireNonNull(child.parentRun());
    String operation = Objects.requireNonNull(child.parentOperation());
    String wait = WaitTable.idOfChild(parent, operation, run.id());
    complete(parent, wait, result, error(run, status, error), clock.instant());
  }

  private @Nullable StoredError error(RunRow run, RunStatus status, @Nullable String error) {
    return switch (status) {
      case SUCCEEDED -> null;
      case FAILED ->
          error == null ? new StoredError("Invoke.Failed", null) : runs.errors().read(error);
      case CANCELLED -> new StoredError("Invoke.Cancelled", "Run " + run.id() + " was cancelled");
      case SKIPPED -> new StoredError("Invoke.Skipped", "Run " + run.id() + " was skipped");
      case TERMINATED ->
          new StoredError("Invoke.Terminated", "Run " + run.id() + " was terminated");
      default -> new StoredError("Invoke.Timeout", "The time of run " + run.id() + " was over");
    };
  }

  private void complete(
      String runId,
      String wait,
      @Nullable String payload,
      @Nullable StoredError error,
      Instant now) {
    EntryType outcome = error == null ? EntryType.SUCCEEDED : EntryType.FAILED;
    if (waits.complete(runId, wait, outcome, payload, error, now)) {
      signals.dueAfterCommit(now);
    }
  }

  // ---- ends

  /** Requests the end of a run and of its child runs; false if it has ended. */
  boolean cancel(String runId) {
    if (!runs.lock(runId)) {
      return false;
    }
    Instant now = clock.instant();
    runs.requestCancel(runId, now);
    signals.dueAfterCommit(now);
    cancelChildren(runId);
    return true;
  }

  void cancelChildren(String runId) {
    runs.openChildren(runId, operation -> true).forEach(this::cancel);
  }

  /**
   * Ends a run and its child runs at once; false if it has ended.
   *
   * @param ended receives the runs that end
   */
  boolean terminate(RunRow run, List<RunRow> ended) {
    if (run.status().isEnded()) {
      return false;
    }
    boolean parentGoesOn = wakeParent(run);
    if (!runs.lock(run.id())) {
      return false;
    }
    runs.terminate(run.id(), clock.instant());
    ended.add(run);
    waits.removeOpen(run.id());
    if (parentGoesOn) {
      answerParent(run, RunStatus.TERMINATED, null, null);
    }
    for (String child : runs.openChildren(run.id(), operation -> true)) {
      runs.find(child).ifPresent(row -> terminate(row, ended));
    }
    return true;
  }

  /** Removes the journal, the waits and the ended child runs of a run that continues as new. */
  void restart(RunRow run) {
    runs.deleteEndedChildren(run.id());
    waits.forgetAnsweredEvents(run.id());
    waits.remove(run.id());
    runs.journal().delete(run.id());
  }
}
