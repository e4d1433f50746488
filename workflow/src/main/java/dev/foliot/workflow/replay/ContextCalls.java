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
    return new RunStep(scope, scope.next(OperationKind.STEP, name))
        .runAndObserve(type.getType(), options, body);
  }

  @Override
  public <T extends @Nullable Object> DurableFuture<T> stepAsync(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      StepOptions options,
      StepBody<T> body) {
    Operation operation = scope.next(OperationKind.STEP, name);
    RunStep step = new RunStep(scope, operation);
    return Promise.of(scope, operation, () -> step.run(type.getType(), options, body));
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
    return new RunEffect(scope, scope.next(OperationKind.COMMAND, name), command)
        .run(type, () -> scope.run().parts().domain().process(command));
  }

  @Override
  public void publish(@Nullable String name, Object event) {
    new RunEffect(scope, scope.next(OperationKind.PUBLISH, name), event)
        .run(
            Object.class,
            () -> {
              scope.run().parts().domain().publish(event);
              return null;
            });
  }

  @Override
  public UUID submit(@Nullable String name, Object command) {
    return new RunEffect(scope, scope.next(OperationKind.SUBMIT, name), command)
        .run(UUID.class, () -> scope.run().parts().domain().submit(command));
  }

  @Override
  public void wait(@Nullable String name, Duration duration) {
    new Waits(scope).start(name, duration).get();
  }

  @Override
  public void waitUntil(@Nullable String name, Instant instant) {
    new Waits(scope).until(name, instant).get();
  }

  @Override
  public DurableFuture<@Nullable Void> waitAsync(@Nullable String name, Duration duration) {
    return new Waits(scope).start(name, duration);
  }

  @Override
  public <T extends @Nullable Object> Callback<T> createCallback(
      @Nullable String name, ParameterizedTypeReference<T> type, CallbackOptions options) {
    return new Callbacks(scope).create(name, type.getType(), options);
  }

  @Override
  public <T extends @Nullable Object> T waitForCallback(
      @Nullable String name,
      Class<T> type,
      CallbackOptions options,
      StepOptions submit,
      CallbackSubmitter submitter) {
    return new RunContext(scope, scope.next(OperationKind.WAIT_FOR_CALLBACK, name))
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
    return new Waits(scope).event(name, wait);
  }

  @Override
  public <S extends @Nullable Object> S waitForCondition(
      @Nullable String name,
      Class<S> type,
      S initial,
      ConditionCheck<S> check,
      Predicate<S> until,
      ConditionOptions<S> options) {
    return new PollCondition<>(scope, type, check, until, options)
        .run(scope.next(OperationKind.CONDITION, name), initial);
  }

  @Override
  public <T extends @Nullable Object> T child(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      @Nullable PayloadCodec codec,
      ContextBody<T> body) {
    return new RunContext(scope, scope.next(OperationKind.CHILD, name))
        .run(type.getType(), codec, body);
  }

  @Override
  public <T extends @Nullable Object> BatchResult<T> parallel(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      List<Branch<T>> branches,
      BatchOptions options) {
    RunBatch.check(options);
    Operation batch = scope.next(OperationKind.PARALLEL, name);
    return new RunBatch<T>(scope, batch, type.getType(), options)
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
    List<Branch<T>> branches = MapItems.branches(items, body);
    Operation batch = scope.next(OperationKind.MAP, name);
    return new RunBatch<T>(scope, batch, type.getType(), options)
        .run(OperationKind.ITERATION, branches);
  }

  @Override
  public <T extends @Nullable Object> T withRetry(
      @Nullable String name, Class<T> type, RetryPolicy policy, ContextBody<T> body) {
    return new RunContext(scope, scope.next(OperationKind.RETRY, name))
        .run(type, null, ctx -> RetryBlock.run(scope.run(), ctx, type, policy, body));
  }

  @Override
  public <O extends @Nullable Object> O invoke(
      @Nullable String name,
      String workflow,
      @Nullable Object input,
      ParameterizedTypeReference<O> resultType,
      InvokeOptions options) {
    return new InvokeRun(scope, options)
        .run(scope.next(OperationKind.INVOKE, name), workflow, input, resultType.getType());
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
  public <T extends @Nullable Object> T continueAsNew(@Nullable Object input) {
    scope.checkCall(OperationKind.CHILD, null);
    if (scope.operation() != null) {
      throw new IllegalStateException(
          "continueAsNew was called in a child context or a branch. Call it on the context of the workflow, when nothing else goes on.");
    }
    throw new Restart(scope.run().parts().codec().write(input));
  }

  @Override
  public void compensate(String name, StepOptions options, StepAction undo) {
    scope.checkCall(OperationKind.COMPENSATION, name);
    scope.registerCompensation();
    scope
        .run()
        .compensations()
        .add(new Compensation(scope, scope.values().seen(), name, options, undo));
  }

  @Override
  public void compensateAll() {
    scope.checkCall(OperationKind.COMPENSATION, null);
    Compensation.undoAll(scope, each -> each.context().isWithin(scope));
  }

  @Override
  public void emit(Object event) {
    scope.checkCall(OperationKind.EMIT, null);
    new Markers(scope).emit(event);
  }

  @Override
  public Instant now() {
    return scope.values().now();
  }

  @Override
  public UUID uuid() {
    scope.checkPlace("uuid()");
    return scope.values().uuid();
  }

  @Override
  public RandomGenerator random() {
    scope.checkPlace("random()");
    return scope.values().random();
  }

  @Override
  public boolean patched(String id) {
    scope.checkCall(OperationKind.PATCH, id);
    return new Markers(scope).patched(id);
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
