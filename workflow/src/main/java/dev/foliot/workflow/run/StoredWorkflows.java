package dev.foliot.workflow.run;

import dev.foliot.message.Given;
import dev.foliot.message.StorableText;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackClosedException.Reason;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.SentEvent;
import dev.foliot.workflow.WorkflowStart;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The workflows of this application, with their runs in the database.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StoredWorkflows implements Workflows {
  private final RunParts parts;
  private final RunStore store;
  private final RunSignals signals;
  private final AwaitRuns callers;
  private final StartRuns start;
  private final SendEvents send;
  private final ShowRuns show;
  private final ReadStream streams;
  private final FollowRuns follow;
  private final RetryRuns retry;
  private final ForkRuns fork;
  private final RestoreRuns restore;

  public StoredWorkflows(
      RunParts parts,
      RunStore store,
      RunOrigin origin,
      RunSignals signals,
      AwaitRuns callers,
      SendEvents send,
      FollowRuns follow) {
    this.parts = parts;
    this.store = store;
    this.signals = signals;
    this.callers = callers;
    this.start = new StartRuns(parts, store, origin, signals, callers.local());
    this.send = send;
    this.follow = follow;
    this.show = new ShowRuns(parts, store);
    this.streams = new ReadStream(parts, store);
    this.retry = new RetryRuns(parts, store, signals);
    this.fork = new ForkRuns(parts, store, origin, signals);
    this.restore = new RestoreRuns(parts, store, origin, signals);
  }

  @Override
  public <I extends @Nullable Object, O extends @Nullable Object> RunHandle<O> start(
      Class<? extends DurableFunction<I, O>> workflow, I input, RunOptions options) {
    Given.value(workflow, "workflows.start", "the class of a workflow");
    Given.value(options, "workflows.start", "options, or leave them out");
    WorkflowDefinition definition = parts.registry().required(workflow);
    return handle(start.start(definition, input, options), definition);
  }

  @Override
  public RunHandle<@Nullable Object> start(
      String workflow, @Nullable Object input, RunOptions options) {
    Given.text(workflow, "workflows.start", "the name of a workflow");
    Given.value(options, "workflows.start", "options");
    WorkflowDefinition definition = parts.registry().required(workflow);
    definition.body().checkInput(input);
    return handle(start.start(definition, input, options), definition);
  }

  @Override
  public RunHandle<@Nullable Object> handle(String runId) {
    return handle(
        Given.text(runId, "workflows.handle", "the id of a run"),
        result -> readResult(runId, result));
  }

  @Override
  public <O extends @Nullable Object> RunHandle<O> handle(
      String runId, Class<? extends DurableFunction<?, O>> workflow) {
    Given.value(workflow, "workflows.handle", "the class of a workflow");
    return handle(
        Given.text(runId, "workflows.handle", "the id of a run"),
        parts.registry().required(workflow));
  }

  /** Reads a result by the workflow of the run, if this application has it. */
  private @Nullable Object readResult(String runId, String result) {
    return definitionOf(runId)
        .map(definition -> definition.readResult(parts.codec(), result))
        .orElseGet(() -> parts.codec().read(result, Object.class));
  }

  private Optional<WorkflowDefinition> definitionOf(String runId) {
    return store
        .runs()
        .find(runId)
        .map(RunRow::identity)
        .flatMap(run -> parts.registry().find(run.workflow(), run.version()));
  }

  private <O extends @Nullable Object> RunHandle<O> handle(
      String runId, WorkflowDefinition definition) {
    return handle(runId, result -> definition.readResult(parts.codec(), result));
  }

  private <O extends @Nullable Object> RunHandle<O> handle(
      String runId, Function<String, @Nullable Object> resultReader) {
    return new StoredRun<>(runId, resultReader, parts, store, callers, signals);
  }

  @Override
  public RunHandle<@Nullable Object> start(
      Class<?> workflow, WorkflowStart input, RunOptions options) {
    Given.value(workflow, "workflows.start", "the class of a workflow");
    Given.value(options, "workflows.start", "options, or leave them out");
    WorkflowDefinition definition = parts.registry().required(workflow);
    definition.body().checkInput(input);
    return handle(start.start(definition, input, options), definition);
  }

  @Override
  public SentEvent send(Object event) {
    return send(event, start.newId());
  }

  @Override
  public SentEvent send(Object event, String id) {
    Given.value(event, "workflows.send", "an event, a record with @DomainEvent");
    return send.send(event, Given.text(id, "workflows.send", "an id of the event"));
  }

  // ---- callbacks

  @Override
  public void completeCallback(String callbackId, @Nullable Object value) {
    checkCallback("workflows.completeCallback", callbackId);
    complete(callbackId, parts.codec().write(value), null);
  }

  @Override
  public void failCallback(String callbackId, String errorType, @Nullable String message) {
    checkCallback("workflows.failCallback", callbackId);
    Given.text(errorType, "workflows.failCallback", "the type of an error");
    complete(
        callbackId, null, new StoredError(errorType, withoutPersonalData(callbackId, message)));
  }

  /** Removes personal data from a message, which may quote the input of the run. */
  private @Nullable String withoutPersonalData(String callbackId, @Nullable String message) {
    return message == null
        ? null
        : store
            .runs()
            .find(CallbackTable.runOf(callbackId))
            .flatMap(run -> parts.json().hiding(store.runs().input(run)))
            .map(hide -> hide.apply(message))
            .orElse(message);
  }

  private static void checkCallback(String call, String id) {
    Given.text(id, call, "the id of a callback");
    if (StorableText.problem(id).isPresent()) {
      throw new CallbackClosedException(id, Reason.UNKNOWN);
    }
  }

  private void complete(String id, @Nullable String payload, @Nullable StoredError error) {
    EntryType outcome = error == null ? EntryType.SUCCEEDED : EntryType.FAILED;
    Instant now = parts.clock().instant();
    parts
        .transactions()
        .inCurrentOrNew(
            () -> {
              // Lock the run first, as its owner does, so that they do not wait for each other.
              WaitTable waits = store.waits().table();
              String run = CallbackTable.runOf(id);
              boolean goesOn = store.callbacks().exists(id) && waits.wake(run, now);
              if (!goesOn || !waits.complete(run, id, outcome, payload, error, now)) {
                throw new CallbackClosedException(id, whyClosed(id));
              }
              signals.dueAfterCommit(now);
              return true;
            });
  }

  private Reason whyClosed(String id) {
    Optional<String> outcome = store.callbacks().outcome(id);
    if (outcome.isPresent()) {
      return outcome.get().equals("timed_out") ? Reason.TIMED_OUT : Reason.COMPLETED;
    }
    return store
            .runs()
            .find(CallbackTable.runOf(id))
            .filter(run -> run.status().isEnded())
            .isPresent()
        ? Reason.RUN_ENDED
        : Reason.UNKNOWN;
  }

  @Override
  public void heartbeat(String callbackId) {
    checkCallback("workflows.heartbeat", callbackId);
    Instant now = parts.clock().instant();
    parts
        .transactions()
        .inCurrentOrNew(
            () -> {
              if (!store.callbacks().heartbeat(callbackId, now)) {
                throw new CallbackClosedException(callbackId, whyClosed(callbackId));
              }
              return true;
            });
  }

  // ---- repetitions

  @Override
  public RunHandle<@Nullable Object> retry(String runId) {
    retry.retry(Given.text(runId, "workflows.retry", "the id of a run"), null);
    return handle(runId);
  }

  @Override
  public RunHandle<@Nullable Object> retry(String runId, String fromStep) {
    retry.retry(
        Given.text(runId, "workflows.retry", "the id of a run"),
        Given.text(fromStep, "workflows.retry", "the id or the name of an operation"));
    return handle(runId);
  }

  @Override
  public RunHandle<@Nullable Object> fork(String runId, String fromStep, RunOptions options) {
    return forked(runId, fromStep, null, options);
  }

  @Override
  public RunHandle<@Nullable Object> fork(
      String runId, String fromStep, @Nullable Object editedInput, RunOptions options) {
    String input =
        definitionOf(Given.text(runId, "workflows.fork", "the id of a run"))
            .map(definition -> checkedInput(definition, editedInput))
            .orElseGet(() -> parts.codec().write(editedInput));
    return forked(runId, fromStep, input, options);
  }

  private String checkedInput(WorkflowDefinition workflow, @Nullable Object given) {
    Object input = given instanceof JsonNode entered ? parts.readInput(workflow, entered) : given;
    workflow.body().checkInput(input);
    return parts.writeInput(workflow, input);
  }

  private RunHandle<@Nullable Object> forked(
      String runId, String fromStep, @Nullable String input, RunOptions options) {
    Given.text(runId, "workflows.fork", "the id of a run");
    Given.text(fromStep, "workflows.fork", "the id or the name of an operation");
    Given.value(options, "workflows.fork", "options, such as RunOptions.defaults()");
    return handle(fork.fork(runId, fromStep, input, options));
  }

  @Override
  public RunHandle<@Nullable Object> restore(String saved, RunOptions options) {
    Given.text(saved, "workflows.restore", "the text that workflows.export has returned");
    Given.value(options, "workflows.restore", "options, such as RunOptions.defaults()");
    return handle(restore.restore(saved, options));
  }

  @Override
  public RunHandle<@Nullable Object> restore(
      String saved, WorkflowStart input, RunOptions options) {
    Given.text(saved, "workflows.restore", "the text that workflows.export has returned");
    Given.value(input, "workflows.restore", "a start event");
    Given.value(options, "workflows.restore", "options, such as RunOptions.defaults()");
    return handle(restore.begin(saved, input, options));
  }

  // ---- what is shown

  @Override
  public List<RunSummary> list(RunFilter filter) {
    Given.value(filter, "workflows.list", "a filter, such as RunFilter.all()");
    return show.list(filter);
  }

  @Override
  public Optional<RunReport> show(String runId) {
    return show.find(Given.text(runId, "workflows.show", "the id of a run"));
  }

  @Override
  public List<EmittedEvent> events(String runId, long after, int limit) {
    return streams.after(Given.text(runId, "workflows.events", "the id of a run"), after, limit);
  }

  @Override
  public Flow.Publisher<EmittedEvent> follow(String runId, long after) {
    return follow.events(Given.text(runId, "workflows.follow", "the id of a run"), after);
  }

  @Override
  public List<EmittedEvent> eventsWithInternal(String runId, long after, int limit) {
    return streams.withInternal(
        Given.text(runId, "workflows.eventsWithInternal", "the id of a run"), after, limit);
  }

  @Override
  public Optional<String> export(String runId) {
    return show.export(Given.text(runId, "workflows.export", "the id of a run"));
  }
}
