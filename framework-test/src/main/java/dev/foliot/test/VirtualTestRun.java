package dev.foliot.test;

import dev.foliot.message.Given;
import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.StoredError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A run of a {@link WorkflowTestRunner}. After each method, the run has continued as far as it can.
 */
final class VirtualTestRun<R extends @Nullable Object> implements WorkflowTestRun<R> {
  private final WorkflowScript script;
  private final ShownEvents shown;
  private final VirtualRuns runs;
  private final Queue<WorkflowScript.Timed> actions;

  VirtualTestRun(WorkflowScript script, ShownEvents shown, VirtualRuns runs) {
    this.script = script;
    this.shown = shown;
    this.runs = runs;
    this.actions =
        new ArrayDeque<>(
            script.actions.stream()
                .sorted(Comparator.comparing(WorkflowScript.Timed::at))
                .toList());
    runs.settle();
    applyDue();
  }

  @Override
  public WorkflowTestRun<R> advance(Duration time) {
    Instant until = StorableInstant.after(runs.now(), new TimePasses(time).time());
    skipTo(until);
    runs.moveTo(until);
    runs.settle();
    return this;
  }

  @Override
  public WorkflowTestRun<R> finish() {
    skipTo(null);
    return this;
  }

  private void skipTo(@Nullable Instant limit) {
    Instant next = nextTime();
    while (!isEnded() && next != null && (limit == null || !next.isAfter(limit))) {
      runs.moveTo(next);
      applyDue();
      next = nextTime();
    }
  }

  private @Nullable Instant nextTime() {
    WorkflowScript.Timed action = actions.peek();
    Instant due = runs.nextDue();
    if (action == null) {
      return due;
    }
    Instant at = StorableInstant.after(script.start, action.at());
    return due == null || at.isBefore(due) ? at : due;
  }

  private void applyDue() {
    while (!isEnded() && isDue(actions.peek())) {
      apply(actions.remove().action());
    }
    runs.settle();
  }

  private boolean isDue(WorkflowScript.@Nullable Timed action) {
    return action != null && !StorableInstant.after(script.start, action.at()).isAfter(runs.now());
  }

  /** Applies the action. A callback may be created only by a run that is due at the same time. */
  private void apply(WorkflowAction action) {
    try {
      action.apply(runs);
    } catch (OpenCallback.NotOpenException e) {
      runs.settle();
      action.apply(runs);
    }
  }

  private boolean isEnded() {
    return runs.root().status.isEnded();
  }

  @Override
  public WorkflowTestRun<R> complete(String callback, @Nullable Object result) {
    runs.complete(callback, result);
    runs.settle();
    return this;
  }

  @Override
  public WorkflowTestRun<R> fail(String callback, Throwable error) {
    runs.fail(callback, StoredError.of(error));
    runs.settle();
    return this;
  }

  @Override
  public WorkflowTestRun<R> heartbeat(String callback) {
    runs.heartbeat(callback);
    runs.settle();
    return this;
  }

  @Override
  public WorkflowTestRun<R> publish(Object event) {
    runs.raise(event);
    runs.settle();
    return this;
  }

  @Override
  public WorkflowTestRun<R> cancel() {
    runs.cancel(runs.root());
    runs.settle();
    return this;
  }

  @Override
  public WorkflowTestRun<R> retry() {
    return retried(null);
  }

  @Override
  public WorkflowTestRun<R> retry(String fromStep) {
    return retried(Given.text(fromStep, "run.retry", "the id or the name of an operation"));
  }

  private WorkflowTestRun<R> retried(@Nullable String fromStep) {
    runs.retry(fromStep);
    runs.settle();
    applyDue();
    return this;
  }

  @Override
  public RunStatus status() {
    return runs.root().status;
  }

  @Override
  public WorkflowResult<R> result() {
    WorkflowResult<R> result = new WorkflowResult<>(runs, collected(), runs.faults().repeated());
    if (isEnded() && !script.lenient) {
      runs.use().check(runs.faults(), actions, result);
    }
    return result;
  }

  private List<Object> collected() {
    VirtualRun root = runs.root();
    CodeOfRun code = root.code.reading(VirtualRuns.CODEC);
    return new EmittedEvents(shown, code)
        .of(root.journal.entries(), code.internalEvents().apply(root.input), root.payload);
  }

  /** How often the journals were written. */
  int appends() {
    return runs.faults().appends();
  }
}
