package dev.foliot.workflow.replay;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Given;
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
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.StepAction;
import dev.foliot.workflow.StepBody;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.OperationKind;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
 * The operations of one context, for the code of a workflow: each call is handed to a class of its
 * own.
 */
final class ContextCalls implements WorkflowContext {
  private final ContextScope scope;

  ContextCalls(ContextScope scope) {
    this.scope = scope;
  }

  @Override
  public <T extends @Nullable Object> T step(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      StepOptions options,
      StepBody<T> body) {
    return scope.refusing(
        () -> {
          Type of = Arguments.of("context.step", type, options, body);
          return new RunStep(scope, scope.next(OperationKind.STEP, name))
              .runAndObserve(of, options, body);
        });
  }

  @Override
  public <T extends @Nullable Object> DurableFuture<T> stepAsync(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      StepOptions options,
      StepBody<T> body) {
    return scope.refusing(
        () -> {
          Type of = Arguments.of("context.stepAsync", type, options, body);
          Operation operation = scope.next(OperationKind.STEP, name);
          RunStep step = new RunStep(scope, operation);
          return Promise.of(scope, operation, () -> step.run(of, options, body));
        });
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <R extends @Nullable Object> R command(@Nullable String name, Object command) {
    Type type =
        command instanceof Returns<?>
            ? ResolvableType.forClass(Returns.class, command.getClass()).getGeneric(0).getType()
            : Object.class;
    return scope.refusing(() -> new RunEffect(scope).command(name, command, type));
  }

  @Override
  public <R extends @Nullable Object> R command(
      @Nullable String name, Object command, Class<R> type) {
    return scope.refusing(() -> new RunEffect(scope).command(name, command, type));
  }

  @Override
  public void publish(@Nullable String name, Object event) {
    scope.refusing(() -> new RunEffect(scope).publish(name, event));
  }

  @Override
  public UUID submit(@Nullable String name, Object command) {
    return scope.refusing(() -> new RunEffect(scope).submit(name, command));
  }

  @Override
  public void wait(@Nullable String name, Duration duration) {
    waitAsync(name, duration).get();
  }

  @Override
  public void waitUntil(@Nullable String name, Instant instant) {
    scope
        .refusing(
            () ->
                new Waits(scope)
                    .until(name, Given.value(instant, "context.waitUntil", "an instant")))
        .get();
  }

  @Override
  public DurableFuture<@Nullable Void> waitAsync(@Nullable String name, Duration duration) {
    return scope.refusing(
        () -> new Waits(scope).start(name, Given.value(duration, "context.wait", "a duration")));
  }

  @Override
  public <T extends @Nullable Object> Callback<T> createCallback(
      @Nullable String name, ParameterizedTypeReference<T> type, CallbackOptions options) {
    return scope.refusing(
        () -> {
          Given.value(options, "context.createCallback", Arguments.OPTIONS);
          return new Callbacks(scope)
              .create(name, Arguments.of("context.createCallback", type), options);
        });
  }

  @Override
  public <T extends @Nullable Object> T waitForCallback(
      @Nullable String name,
      Class<T> type,
      CallbackOptions options,
      StepOptions submit,
      CallbackSubmitter submitter) {
    return scope.refusing(
        () -> {
          Given.value(submitter, "context.waitForCallback", "a submitter");
          return new RunContext(scope, scope.next(OperationKind.WAIT_FOR_CALLBACK, name))
              .run(
                  type,
                  null,
                  ctx -> {
                    Callback<T> callback = ctx.createCallback(null, type, options);
                    ctx.step(null, submit, step -> submitter.submit(callback.id(), step));
                    return callback.get();
                  });
        });
  }

  @Override
  public <E> Optional<E> waitForEvent(@Nullable String name, EventWait<E> wait) {
    return scope.refusing(
        () ->
            new Waits(scope)
                .event(name, Given.value(wait, "context.waitForEvent", "an EventWait")));
  }

  @Override
  public <S extends @Nullable Object> S waitForCondition(
      @Nullable String name,
      Class<S> type,
      S initial,
      ConditionCheck<S> check,
      Predicate<S> until,
      ConditionOptions<S> options) {
    return scope.refusing(
        () -> {
          String call = "context.waitForCondition";
          Given.value(type, call, "the type of the state");
          Given.value(check, call, "a check");
          Given.value(until, call, "a predicate");
          Given.value(options, call, Arguments.OPTIONS);
          return new PollCondition<>(scope, type, check, until, options)
              .run(scope.next(OperationKind.CONDITION, name), initial);
        });
  }

  @Override
  public <T extends @Nullable Object> T child(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      @Nullable PayloadCodec codec,
      ContextBody<T> body) {
    return scope.refusing(
        () -> {
          Given.value(body, "context.child", "a body");
          Type of = Arguments.of("context.child", type);
          return new RunContext(scope, scope.next(OperationKind.CHILD, name)).run(of, codec, body);
        });
  }

  @Override
  public <T extends @Nullable Object> BatchResult<T> parallel(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      List<Branch<T>> branches,
      BatchOptions options) {
    return scope.refusing(
        () -> {
          Given.value(branches, "context.parallel", "branches");
          branches.forEach(ContextCalls::checkBranch);
          Given.value(options, "context.parallel", Arguments.OPTIONS);
          Type of = Arguments.of("context.parallel", type);
          Operation batch = scope.next(OperationKind.PARALLEL, name);
          return new RunBatch<T>(scope, batch, of, options)
              .run(OperationKind.BRANCH, List.copyOf(branches));
        });
  }

  private static void checkBranch(Branch<?> branch) {
    String name = Given.value(branch, "context.parallel", "no null as a branch").name();
    if (name != null) {
      Limits.checkName(OperationKind.BRANCH, name);
    }
  }

  @Override
  public <I extends @Nullable Object, T extends @Nullable Object> BatchResult<T> map(
      @Nullable String name,
      Collection<I> items,
      ParameterizedTypeReference<T> type,
      BatchOptions options,
      ItemBody<I, T> body) {
    return scope.refusing(
        () -> {
          Given.value(items, "context.map", "items");
          Type of = Arguments.of("context.map", type, options, body);
          List<Branch<T>> branches = MapItems.branches(items, body);
          Operation batch = scope.next(OperationKind.MAP, name);
          return new RunBatch<T>(scope, batch, of, options).run(OperationKind.ITERATION, branches);
        });
  }

  @Override
  public <T extends @Nullable Object> T withRetry(
      @Nullable String name, Class<T> type, RetryPolicy policy, ContextBody<T> body) {
    return scope.refusing(
        () -> {
          Given.value(policy, "context.withRetry", "a retry policy");
          Given.value(body, "context.withRetry", "a body");
          return new RunContext(scope, scope.next(OperationKind.RETRY, name))
              .run(type, null, ctx -> RetryBlock.run(scope.run(), ctx, type, policy, body));
        });
  }

  @Override
  public <O extends @Nullable Object> O invoke(
      @Nullable String name,
      String workflow,
      @Nullable Object input,
      ParameterizedTypeReference<O> resultType,
      InvokeOptions options) {
    return scope.refusing(
        () -> {
          Given.text(workflow, "context.invoke", "the name of a workflow");
          Given.value(options, "context.invoke", Arguments.OPTIONS);
          Type of = Arguments.of("context.invoke", resultType);
          return new InvokeRun(scope, options)
              .run(scope.next(OperationKind.INVOKE, name), workflow, input, of);
        });
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
  public <T extends @Nullable Object> T continueAsNew(@Nullable Object input) {
    return scope.refusing(
        () -> {
          scope.checkPlace("continueAsNew");
          if (scope.operation() != null) {
            throw new IllegalStateException(
                "continueAsNew was called in a child context or a branch. Call it on the context of the workflow, when no other branch is open.");
          }
          throw scope.run().restart(input);
        });
  }

  @Override
  public void compensate(String name, StepOptions options, StepAction undo) {
    scope.refusing(
        () -> {
          Given.text(name, "context.compensate", "a name");
          Given.value(options, "context.compensate", Arguments.OPTIONS);
          Given.value(undo, "context.compensate", "an undo step");
          scope.checkCall(OperationKind.COMPENSATION, name);
          scope.registerCompensation();
          int seen = scope.values().seen();
          return scope
              .run()
              .compensations()
              .add(new Compensation(scope, seen, name, options, undo));
        });
  }

  @Override
  public void compensateAll() {
    scope.refusing(
        () -> {
          scope.checkPlace("compensateAll");
          Compensation.undoAll(scope, each -> each.context().isWithin(scope));
          return null;
        });
  }

  @Override
  public void emit(Object event) {
    scope.refusing(
        () -> {
          scope.checkCall(OperationKind.EMIT, null);
          new Markers(scope).emit(Given.value(event, "context.emit", "an event"));
          return null;
        });
  }

  @Override
  public Instant now() {
    return scope.values().now();
  }

  @Override
  public UUID uuid() {
    return scope.refusing(
        () -> {
          scope.checkPlace("uuid()");
          return scope.values().uuid();
        });
  }

  @Override
  public RandomGenerator random() {
    return scope.refusing(
        () -> {
          scope.checkPlace("random()");
          return scope.values().random();
        });
  }

  @Override
  public boolean patched(String id) {
    return scope.refusing(
        () -> {
          Given.text(id, "context.patched", "the name of a change");
          scope.checkCall(OperationKind.PATCH, id);
          return new Markers(scope).patched(id);
        });
  }

  @Override
  public Logger logger() {
    Supplier<Boolean> silent = scope::isReplaying;
    return SilentLogger.of(scope.run().logger(), silent);
  }

  @Override
  public RunInfo info() {
    return scope.run().info();
  }
}
