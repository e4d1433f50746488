package dev.foliot.test;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.ExportedRun;
import dev.foliot.workflow.journal.History;
import dev.foliot.workflow.journal.HistoryEvent;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.step.RunSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state that a run in a test has reached. A run that fails or waits is a result too, not an
 * exception. Immutable.
 *
 * @param <R> the result of the workflow
 */
public final class WorkflowResult<R extends @Nullable Object> {
  private final RunExport export;
  private final ExportedRun run;
  private final List<JournalEntry> entries;
  private final List<WorkflowOperation> operations;
  private final List<Object> collected;
  private final List<Object> sent;
  private final List<Object> published;
  private final List<String> repeated;
  private final Duration elapsed;
  private final String trace;
  private final Function<String, @Nullable Object> resultReader;
  private final Set<String> declaredSteps;

  WorkflowResult(VirtualRuns runs, List<Object> collected, List<String> repeated) {
    VirtualRun root = runs.root();
    this.export = root.export();
    this.run = export.run();
    this.entries = export.entries();
    this.operations = WorkflowOperation.allOf(entries);
    this.collected = collected;
    this.sent = runs.domain().sent();
    this.published = runs.domain().published();
    this.repeated = repeated;
    Instant end = root.endedAt == null ? runs.now() : root.endedAt;
    this.elapsed = Duration.between(root.startedAt, end);
    this.trace = new WorkflowTrace(run, entries).text(elapsed);
    this.resultReader = root.code.reading(VirtualRuns.CODEC).result();
    this.declaredSteps = root.code.steps();
  }

  /** The result of a run in the database of an application. */
  WorkflowResult(RunExport export, CodeOfRun code, ShownEvents shown, Instant now, RunCalls calls) {
    this.export = export;
    this.run = export.run();
    this.entries = export.entries();
    this.operations = WorkflowOperation.allOf(entries);
    this.collected =
        new EmittedEvents(shown, code)
            .of(entries, code.internalEvents().apply(run.input()), run.result());
    this.sent = calls.sentBy(run.info().runId());
    this.published = calls.publishedBy(run.info().runId());
    this.repeated = List.of();
    Instant end = run.endedAt() == null ? now : run.endedAt();
    this.elapsed = Duration.between(run.info().startedAt(), end);
    this.trace = new WorkflowTrace(run, entries).text(elapsed);
    this.resultReader = code.result();
    this.declaredSteps = code.steps();
  }

  private WorkflowResult(WorkflowResult<R> of, List<String> repeated) {
    this.export = of.export;
    this.run = of.run;
    this.entries = of.entries;
    this.operations = of.operations;
    this.collected = of.collected;
    this.sent = of.sent;
    this.published = of.published;
    this.repeated = repeated;
    this.elapsed = of.elapsed;
    this.trace = of.trace;
    this.resultReader = of.resultReader;
    this.declaredSteps = of.declaredSteps;
  }

  /** Returns this result with the names of the repeated steps. */
  WorkflowResult<R> repeating(List<String> steps) {
    return new WorkflowResult<>(this, steps);
  }

  /** The names of the steps of the workflow; none if it is a function. */
  Set<String> declaredSteps() {
    return declaredSteps;
  }

  /** The status of the run. */
  public RunStatus status() {
    return run.status();
  }

  /**
   * The result, as read back from its JSON.
   *
   * @throws AssertionError if the run has not succeeded
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // the function returned this type
  public R result() {
    if (run.status() != RunStatus.SUCCEEDED || run.result() == null) {
      throw new AssertionError("The run has no result: it is %s%n%s".formatted(status(), trace));
    }
    return (R) resultReader.apply(run.result());
  }

  /**
   * The error.
   *
   * @throws AssertionError if the run has not failed
   */
  public StoredError error() {
    if (run.error() == null) {
      throw new AssertionError("The run has no error: it is %s%n%s".formatted(status(), trace));
    }
    return run.error();
  }

  /**
   * The events of the run's own stream, as the runner or the {@link Runs} expose them, in their
   * order.
   */
  public List<Object> collected() {
    return collected;
  }

  /**
   * How many of the {@link #collected()} events each class has, in the order of their first ones.
   */
  public Map<Class<?>, Integer> eventTypes() {
    Map<Class<?>, Integer> counts = new LinkedHashMap<>();
    collected.forEach(event -> counts.merge(event.getClass(), 1, Integer::sum));
    return counts;
  }

  /** How many of the {@link #collected()} events are of this class or a subclass of it. */
  public int count(Class<?> eventType) {
    return (int) collected.stream().filter(eventType::isInstance).count();
  }

  /** The operations at the top, in the order of their beginning. */
  public List<WorkflowOperation> operations() {
    return operations.stream().filter(each -> each.parent() == null).toList();
  }

  /** All operations, those in contexts too, in the order of their beginning. */
  public List<WorkflowOperation> allOperations() {
    return operations;
  }

  /** All operations with this name, in the order of their beginning; none if there is none. */
  public List<WorkflowOperation> operations(String name) {
    return operations.stream().filter(of(name)).toList();
  }

  /** The first step, command or other code with this name. */
  public WorkflowOperation step(String name) {
    return get("step", name, OperationKind.Group.STEP);
  }

  /** As {@link #step}; empty if there is none. */
  public Optional<WorkflowOperation> findStep(String name) {
    return find(name, OperationKind.Group.STEP);
  }

  /** The first wait for a time with this name. */
  public WorkflowOperation wait(String name) {
    return get("wait", name, OperationKind.Group.WAIT);
  }

  /** As {@link #wait(String)}; empty if there is none. */
  public Optional<WorkflowOperation> findWait(String name) {
    return find(name, OperationKind.Group.WAIT);
  }

  /** The first wait for a domain event with this name. */
  public WorkflowOperation event(String name) {
    return get("wait for an event", name, OperationKind.Group.EVENT);
  }

  /** As {@link #event}; empty if there is none. */
  public Optional<WorkflowOperation> findEvent(String name) {
    return find(name, OperationKind.Group.EVENT);
  }

  /** The first callback with this name. */
  public WorkflowOperation callback(String name) {
    return get("callback", name, OperationKind.Group.CALLBACK);
  }

  /** As {@link #callback}; empty if there is none. */
  public Optional<WorkflowOperation> findCallback(String name) {
    return find(name, OperationKind.Group.CALLBACK);
  }

  /** The first context with this name: a child, a batch, a branch or a retried block. */
  public WorkflowOperation child(String name) {
    return get("context", name, OperationKind.Group.CONTEXT);
  }

  /** As {@link #child}; empty if there is none. */
  public Optional<WorkflowOperation> findChild(String name) {
    return find(name, OperationKind.Group.CONTEXT);
  }

  /** The first invocation of another workflow with this name. */
  public WorkflowOperation invoke(String name) {
    return get("invoke", name, OperationKind.Group.INVOKE);
  }

  /** As {@link #invoke}; empty if there is none. */
  public Optional<WorkflowOperation> findInvoke(String name) {
    return find(name, OperationKind.Group.INVOKE);
  }

  private Optional<WorkflowOperation> find(String name, OperationKind.Group group) {
    return operations.stream().filter(of(name)).filter(each -> each.isOf(group)).findFirst();
  }

  private static Predicate<WorkflowOperation> of(String name) {
    return each -> name.equals(each.name()) || name.equals(each.id());
  }

  private WorkflowOperation get(String kind, String name, OperationKind.Group group) {
    return find(name, group).orElseThrow(() -> missing(kind, name));
  }

  private AssertionError missing(String kind, String name) {
    String existing =
        operations.stream().map(WorkflowOperation::toString).collect(Collectors.joining(", "));
    return new AssertionError(
        "The run has no %s '%s'. It has %s.%n%s"
            .formatted(kind, name, existing.isEmpty() ? "no operations" : existing, trace));
  }

  /** The history, as the engine exports it. */
  public List<HistoryEvent> history() {
    return History.of(run, entries);
  }

  /**
   * How many attempts of an operation have ended: of all operations with this name together.
   *
   * @throws AssertionError if there is no such operation
   */
  public int attempts(String name) {
    if (operations.stream().noneMatch(of(name))) {
      throw missing("operation", name);
    }
    return operations.stream().filter(of(name)).mapToInt(WorkflowOperation::attempts).sum();
  }

  /** The commands that the workflow processed and submitted, in order. */
  public List<Object> sent() {
    return sent;
  }

  /** The domain events that the workflow published, in order. */
  public List<Object> published() {
    return published;
  }

  /** The time from the start to the end, or until now, by the clock of the test. */
  public Duration elapsed() {
    return elapsed;
  }

  /** How often the code was invoked. */
  public int invocations() {
    return run.info().invocation();
  }

  /** The operations that wait for an answer from outside, or for a time. */
  public List<WorkflowOperation> waitingFor() {
    if (status().isEnded()) {
      return List.of();
    }
    return operations.stream()
        .filter(each -> each.status() == EntryType.STARTED)
        .filter(each -> !each.isOf(OperationKind.Group.CONTEXT))
        .toList();
  }

  /**
   * The names of the steps with an attempt whose body ran more than once: after a crash, or after
   * an answer for which a step of a workflow of steps has waited. A transactional step is not among
   * them: the crash has rolled its first body back.
   */
  public List<String> repeated() {
    return repeated;
  }

  /**
   * The state that the steps of the run share.
   *
   * @param type the class that they name
   */
  public <S> S state(Class<S> type) {
    return RunSnapshot.of(snapshot()).state(type);
  }

  /**
   * The run as JSON, for a {@link RunSnapshot}, and for a file that {@link WorkflowReplay} reads.
   */
  public String snapshot() {
    return Json.pretty(export.toJson());
  }

  /** The end of the run as text, which a crash must not change. */
  String end() {
    return "%s, result %s, error %s, sent %s, published %s, emitted %s"
        .formatted(
            status(),
            run.result(),
            run.error(),
            sent.stream().map(VirtualRuns.CODEC::write).toList(),
            published.stream().map(VirtualRuns.CODEC::write).toList(),
            collected.stream().map(VirtualRuns.CODEC::write).toList());
  }

  /** The trace of the run. */
  @Override
  public String toString() {
    return trace;
  }
}
