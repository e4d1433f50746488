package dev.foliot.workflow.replay;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Returns;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackSubmitter;
import dev.foliot.workflow.ConditionCheck;
import dev.foliot.workflow.ConditionOptions;
import dev.foliot.workflow.ContextBody;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.ItemBody;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.StepAction;
import dev.foliot.workflow.StepBody;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

/**
 * The operations of one context: checks that a call is allowed here, gives the operation its
 * position, and hands it to the class that does it.
 */
final class ContextCalls implements WorkflowContext {
  /** The first operation of the compensations of a run that is to end. */
  static final String FIRST_UNDO = "undo-1";

  private static final String UNDO = "undo-";

  private final RunState run;

  /** The operation of this context; null at the top. */
  private final @Nullable String operation;

  /** The beginning of the ids of its operations. */
  private final String prefix;

  private final @Nullable ContextCalls outer;
  private final boolean virtual;
  private final Map<String, Integer> occurrences = new HashMap<>();
  private final StableValues values;
  private int count;
  private boolean registersCompensations;

  private ContextCalls(
      RunState run,
      @Nullable String operation,
      String prefix,
      @Nullable ContextCalls outer,
      boolean virtual) {
    this.run = run;
    this.operation = operation;
    this.prefix = prefix;
    this.outer = outer;
    this.virtual = virtual;
    this.values = new StableValues(run.info().runId() + "/" + prefix, run.info().startedAt());
    if (outer != null) {
      values.observe(outer.values);
    }
  }

  static ContextCalls root(RunState run) {
    return new ContextCalls(run, null, "", null, false);
  }

  /** The context of the compensations of a run that is to end. */
  static ContextCalls undo(RunState run) {
    return new ContextCalls(run, null, UNDO, null, true);
  }

  /** The context of an operation. */
  ContextCalls inside(Operation of) {
    return new ContextCalls(run, of.id(), of.id() + "-", this, false);
  }

  /** A context without an operation of its own: a branch of a flat batch. */
  ContextCalls virtual(Operation batch, int index) {
    return new ContextCalls(run, batch.id(), batch.id() + "-" + (index + 1) + "-", this, true);
  }

  RunState run() {
    return run;
  }

  StableValues values() {
    return values;
  }

  /** The code that runs now has got the outcome of an operation. */
  void observe(Operation ended) {
    here().values.observe(Objects.requireNonNull(ended.last()));
  }

  /**
   * Whether an operation has ended, as the code that runs now can know: before the last outcome
   * that it has got. So it is the same in each replay.
   */
  boolean hasSeen(Operation operation) {
    JournalEntry last = operation.last();
    return last != null && operation.isEnded() && here().values.hasSeen(last);
  }

  private static ContextCalls here() {
    return Objects.requireNonNull(branch().context);
  }

  /** Runs code whose context is this one. */
  void activate(Runnable code) {
    Branches.Branch branch = branch();
    ContextCalls before = branch.context;
    branch.context = this;
    try {
      code.run();
    } finally {
      branch.context = before;
    }
  }

  /** The code of this context has ended. */
  void checkEnd() {
    if (!virtual && !run.isByName()) {
      run.recording().checkAllReached(operation);
    }
    propagate();
  }

  /** Hands what it has seen to the outer context. */
  void propagate() {
    if (outer != null) {
      outer.registersCompensations |= registersCompensations;
      outer.values.observe(values);
    }
  }

  /** Whether a replay must run the code again, since it registers compensations. */
  boolean mustBeReplayed() {
    return registersCompensations;
  }

  private static Branches.Branch branch() {
    Branches.Branch branch = Branches.current();
    if (branch == null) {
      throw new IllegalStateException(
          "An operation of a workflow was called in a thread that does not run it. Call it in the thread of the workflow; for work beside it use stepAsync, parallel or map.");
    }
    return branch;
  }

  /** The operation at the next position, if an operation may be called here. */
  Operation next(OperationKind kind, @Nullable String name) {
    checkCall(kind, name);
    String id = nextId(kind, name);
    Limits.checkId(id, Operation.describe(kind, name));
    return run.recording().at(id, operation, kind, name);
  }

  private void checkCall(OperationKind kind, @Nullable String name) {
    if (name != null) {
      Limits.checkName(kind, name);
    }
    checkPlace(Operation.describe(kind, name));
  }

  private void checkPlace(String call) {
    Branches.Branch branch = branch();
    branch.check();
    if (branch.body != null) {
      throw new IllegalStateException(
          "%s was called in the body of %s. A step is one operation: call it before or after the step."
              .formatted(call, branch.body));
    }
    if (branch.branches() != run.branches() || branch.context != this) {
      throw new IllegalStateException(
          "%s was called on the context of other code. Inside of a child context or a branch, use the context that its code gets."
              .formatted(call));
    }
  }

  private String nextId(OperationKind kind, @Nullable String name) {
    if (!run.isByName()) {
      return prefix + ++count;
    }
    String key = name == null ? "~" + kind.label() : escaped(name);
    int occurrence = occurrences.merge(key, 1, Integer::sum);
    return prefix + key + (occurrence == 1 ? "" : "#" + occurrence);
  }

  /** A name with the marks that part the ids of contexts is no id of another operation. */
  private static String escaped(String name) {
    return name.replace("~", "~~").replace("-", "~-").replace("#", "~#");
  }

  /** Whether the code is replayed: the next operation is in the journal. */
  boolean isReplaying() {
    return run.isByName()
        ? run.recording().hasUnreached(operation)
        : run.recording().has(prefix + (count + 1));
  }

  @Override
  public <T extends @Nullable Object> T step(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      StepOptions options,
      StepBody<T> body) {
    return new RunStep(this, next(OperationKind.STEP, name))
        .runAndObserve(type.getType(), options, body);
  }

  @Override
  public <T extends @Nullable Object> DurableFuture<T> stepAsync(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      StepOptions options,
      StepBody<T> body) {
    Operation operation = next(OperationKind.STEP, name);
    RunStep step = new RunStep(this, operation);
    return Promise.of(this, operation, () -> step.run(type.getType(), options, body));
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <R extends @Nullable Object> R command(@Nullable String name, Object command) {
    Type type =
        command instanceof Returns<?>
            ? ResolvableType.forClass(Returns.class, command.getClass()).getGeneric(0).getType()
            : Object.class;
    return runCommand(name, command, type);
  }

  @Override
  public <R extends @Nullable Object> R command(
      @Nullable String name, Object command, Class<R> type) {
    return runCommand(name, command, type);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // of the given type
  private <R extends @Nullable Object> R runCommand(
      @Nullable String name, Object command, Type type) {
    return new RunEffect(this, next(OperationKind.COMMAND, name))
        .run(type, () -> run.parts().domain().process(command));
  }

  @Override
  public void publish(@Nullable String name, Object event) {
    new RunEffect(this, next(OperationKind.PUBLISH, name))
        .run(
            Object.class,
            () -> {
              run.parts().domain().publish(event);
              return null;
            });
  }

  @Override
  public UUID submit(@Nullable String name, Object command) {
    return new RunEffect(this, next(OperationKind.SUBMIT, name))
        .run(UUID.class, () -> run.parts().domain().submit(command));
  }

  @Override
  public void wait(@Nullable String name, Duration duration) {
    new Waits(this).start(name, duration).get();
  }

  @Override
  public void waitUntil(@Nullable String name, Instant instant) {
    new Waits(this).until(name, instant).get();
  }

  @Override
  public DurableFuture<@Nullable Void> waitAsync(@Nullable String name, Duration duration) {
    return new Waits(this).start(name, duration);
  }

  @Override
  public <T extends @Nullable Object> Callback<T> createCallback(
      @Nullable String name, ParameterizedTypeReference<T> type, CallbackOptions options) {
    return new Callbacks(this).create(name, type.getType(), options);
  }

  @Override
  public <T extends @Nullable Object> T waitForCallback(
      @Nullable String name,
      Class<T> type,
      CallbackOptions options,
      StepOptions submit,
      CallbackSubmitter submitter) {
    return new RunContext(this, next(OperationKind.WAIT_FOR_CALLBACK, name))
        .run(
            type,
            null,
            ctx -> {
              Callback<T> callback = ctx.createCallback(null, type, options);
              ctx.step(null, submit, step -> submitter.submit(callback.id(), step));
              return callback.get();
            });
  }

  @Override
  public <E> Optional<E> waitForEvent(@Nullable String name, EventWait<E> wait) {
    return new Waits(this).event(name, wait);
  }

  @Override
  public <S extends @Nullable Object> S waitForCondition(
      @Nullable String name,
      Class<S> type,
      S initial,
      ConditionCheck<S> check,
      Predicate<S> until,
      ConditionOptions<S> options) {
    return new PollCondition<>(this, type, check, until, options)
        .run(next(OperationKind.CONDITION, name), initial);
  }

  @Override
  public <T extends @Nullable Object> T child(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      @Nullable PayloadCodec codec,
      ContextBody<T> body) {
    return new RunContext(this, next(OperationKind.CHILD, name)).run(type.getType(), codec, body);
  }

  @Override
  public <T extends @Nullable Object> BatchResult<T> parallel(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      List<Branch<T>> branches,
      BatchOptions options) {
    RunBatch.check(options);
    Operation batch = next(OperationKind.PARALLEL, name);
    return new RunBatch<T>(this, batch, type.getType(), options)
        .run(OperationKind.BRANCH, List.copyOf(branches));
  }

  @Override
  public <I extends @Nullable Object, T extends @Nullable Object> BatchResult<T> map(
      @Nullable String name,
      Collection<I> items,
      ParameterizedTypeReference<T> type,
      BatchOptions options,
      ItemBody<I, T> body) {
    RunBatch.check(options);
    List<Branch<T>> branches = RunBatch.branches(items, body);
    Operation batch = next(OperationKind.MAP, name);
    return new RunBatch<T>(this, batch, type.getType(), options)
        .run(OperationKind.ITERATION, branches);
  }

  @Override
  public <T extends @Nullable Object> T withRetry(
      @Nullable String name, Class<T> type, RetryPolicy policy, ContextBody<T> body) {
    return new RunContext(this, next(OperationKind.RETRY, name))
        .run(type, null, ctx -> RetryBlock.run(run, ctx, type, policy, body));
  }

  @Override
  public <O extends @Nullable Object> O invoke(
      @Nullable String name,
      String workflow,
      @Nullable Object input,
      ParameterizedTypeReference<O> resultType,
      InvokeOptions options) {
    return new InvokeRun(this, options)
        .run(next(OperationKind.INVOKE, name), workflow, input, resultType.getType());
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
  public <T extends @Nullable Object> T continueAsNew(@Nullable Object input) {
    checkCall(OperationKind.CHILD, null);
    if (operation != null) {
      throw new IllegalStateException(
          "continueAsNew was called in a child context or a branch. Call it on the context of the workflow, when nothing else goes on.");
    }
    throw new Restart(run.parts().codec().write(input));
  }

  @Override
  public void compensate(String name, StepOptions options, StepAction undo) {
    checkCall(OperationKind.COMPENSATION, name);
    registersCompensations = true;
    run.compensations().add(new Compensation(this, name, options, undo));
  }

  @Override
  public void compensateAll() {
    checkCall(OperationKind.COMPENSATION, null);
    compensate(each -> each.context().isWithin(this));
  }

  /** Runs the compensations of all contexts. */
  void compensateEverything() {
    compensate(each -> true);
  }

  private boolean isWithin(ContextCalls other) {
    return this == other || (outer != null && outer.isWithin(other));
  }

  private void compensate(Predicate<Compensation> which) {
    List<Compensation> all = run.compensations();
    OperationFailedException first = null;
    for (int i = all.size() - 1; i >= 0; i--) {
      Compensation each = all.get(i);
      if (which.test(each)) {
        all.remove(i);
        OperationFailedException failure = undo(each);
        first = first == null ? failure : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Runs a compensation; returns its error if it has failed. */
  @SuppressWarnings("NullAway") // there is no result
  private @Nullable OperationFailedException undo(Compensation each) {
    try {
      new RunStep(this, next(OperationKind.COMPENSATION, each.name()))
          .runAndObserve(
              Object.class,
              each.options(),
              step -> {
                each.undo().run(step);
                return null;
              });
      return null;
    } catch (OperationFailedException e) {
      return e;
    }
  }

  @Override
  public void emit(Object event) {
    checkCall(OperationKind.EMIT, null);
    new Markers(this, prefix).emit(values.nextEmit(), operation, event);
  }

  @Override
  public Instant now() {
    return values.now();
  }

  @Override
  public UUID uuid() {
    checkPlace("uuid()");
    return values.uuid();
  }

  @Override
  public RandomGenerator random() {
    checkPlace("random()");
    return values.random();
  }

  @Override
  public boolean patched(String id) {
    checkCall(OperationKind.PATCH, id);
    return new Markers(this, prefix).patched(id, operation);
  }

  @Override
  public Logger logger() {
    Supplier<Boolean> silent = this::isReplaying;
    return SilentLogger.of(run.logger(), silent);
  }

  @Override
  public RunInfo info() {
    return run.info();
  }
}
