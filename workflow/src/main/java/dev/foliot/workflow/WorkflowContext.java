package dev.foliot.workflow;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The durable operations of a workflow. Each operation has a position in its context, and perhaps a
 * name. Its outcome is stored before the next operation takes effect (R51). In a replay, an
 * operation that has ended returns its stored outcome. The code always gets the value that was read
 * back from its JSON.
 *
 * <p>Use this object only in the code of the workflow, and only in the thread of that code, not in
 * the body of a step. A name is null or not blank, and need not be unique. No other argument may be
 * null unless its type allows null. A wrong call fails the run even if the code catches the error,
 * because no attempt can succeed (R62).
 *
 * <p>An operation that has to wait suspends the run by an {@code Error}. Do not catch this error:
 * the next operation would throw it again.
 */
public interface WorkflowContext {

  // --- Steps

  /** As {@link #step(String, ParameterizedTypeReference, StepOptions, StepBody)}. */
  default <T extends @Nullable Object> T step(
      @Nullable String name, Class<T> type, StepBody<T> body) {
    return step(name, ParameterizedTypeReference.forType(type), StepOptions.defaults(), body);
  }

  /** As {@link #step(String, ParameterizedTypeReference, StepOptions, StepBody)}. */
  default <T extends @Nullable Object> T step(
      @Nullable String name, Class<T> type, StepOptions options, StepBody<T> body) {
    return step(name, ParameterizedTypeReference.forType(type), options, body);
  }

  /** As {@link #step(String, ParameterizedTypeReference, StepOptions, StepBody)}, no result. */
  default void step(@Nullable String name, StepAction action) {
    step(name, StepOptions.defaults(), action);
  }

  /** As {@link #step(String, ParameterizedTypeReference, StepOptions, StepBody)}, no result. */
  @SuppressWarnings("NullAway") // there is no result
  default void step(@Nullable String name, StepOptions options, StepAction action) {
    step(
        name,
        ParameterizedTypeReference.<@Nullable Object>forType(Object.class),
        options,
        step -> {
          action.run(step);
          return null;
        });
  }

  /**
   * Runs code that calls other systems, at least once for each attempt, and stores its outcome.
   * After a failed attempt, the retry policy decides whether and when another one begins. Until the
   * next attempt, the run is suspended.
   *
   * @param type the type of the result
   * @throws StepFailedException if the last attempt has failed
   * @throws StepInterruptedException if a step that runs at most once was interrupted by a crash
   */
  <T extends @Nullable Object> T step(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      StepOptions options,
      StepBody<T> body);

  /** As {@link #stepAsync(String, ParameterizedTypeReference, StepOptions, StepBody)}. */
  default <T extends @Nullable Object> DurableFuture<T> stepAsync(
      @Nullable String name, Class<T> type, StepBody<T> body) {
    return stepAsync(name, ParameterizedTypeReference.forType(type), StepOptions.defaults(), body);
  }

  /** As {@code step}, while the code continues. */
  <T extends @Nullable Object> DurableFuture<T> stepAsync(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      StepOptions options,
      StepBody<T> body);

  // --- The domain

  /**
   * Processes a command of the domain. Its effects and the outcome of the operation commit
   * together, so the command takes effect exactly once (R53).
   *
   * @return the result of the command's handler, read from JSON as the type that the command
   *     declares by {@code Returns}; without a declared type, as plain JSON values
   * @throws StepFailedException if the handler has thrown; its effects are rolled back
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as Domain.process
  <R extends @Nullable Object> R command(@Nullable String name, Object command);

  /** As {@link #command(String, Object)}, with the type of the result. */
  <R extends @Nullable Object> R command(@Nullable String name, Object command, Class<R> type);

  /**
   * Raises a domain event that belongs to no aggregate. The event and the outcome of the operation
   * commit together.
   */
  void publish(@Nullable String name, Object event);

  /**
   * Submits a command, which the engine runs after the commit. The stored command and the outcome
   * of the operation commit together.
   *
   * @return the id of the command
   */
  UUID submit(@Nullable String name, Object command);

  // --- Time

  /** Waits for a time of the application's clock. The run is suspended, and holds no thread. */
  void wait(@Nullable String name, Duration duration);

  /**
   * Waits until an instant of the application's clock. If the instant is in the past, returns at
   * once.
   */
  void waitUntil(@Nullable String name, Instant instant);

  /** As {@link #wait(String, Duration)}, while the code continues. */
  DurableFuture<@Nullable Void> waitAsync(@Nullable String name, Duration duration);

  // --- Answers from outside

  /** As {@link #createCallback(String, ParameterizedTypeReference, CallbackOptions)}. */
  default <T extends @Nullable Object> Callback<T> createCallback(
      @Nullable String name, Class<T> type) {
    return createCallback(name, type, CallbackOptions.defaults());
  }

  /** As {@link #createCallback(String, ParameterizedTypeReference, CallbackOptions)}. */
  default <T extends @Nullable Object> Callback<T> createCallback(
      @Nullable String name, Class<T> type, CallbackOptions options) {
    return createCallback(name, ParameterizedTypeReference.forType(type), options);
  }

  /**
   * Creates a callback. Another system completes it or lets it fail by its id, before or after
   * {@link Callback#get()} awaits it.
   */
  <T extends @Nullable Object> Callback<T> createCallback(
      @Nullable String name, ParameterizedTypeReference<T> type, CallbackOptions options);

  /**
   * As {@link #waitForCallback(String, Class, CallbackOptions, StepOptions, CallbackSubmitter)}.
   */
  default <T extends @Nullable Object> T waitForCallback(
      @Nullable String name, Class<T> type, CallbackOptions options, CallbackSubmitter submitter) {
    return waitForCallback(name, type, options, StepOptions.defaults(), submitter);
  }

  /**
   * Creates a callback, sends its id to another system in a step, and waits for the outcome.
   *
   * @param submit options of the step
   * @throws ContextFailedException if the step, or the callback, has failed
   */
  <T extends @Nullable Object> T waitForCallback(
      @Nullable String name,
      Class<T> type,
      CallbackOptions options,
      StepOptions submit,
      CallbackSubmitter submitter);

  /**
   * Waits for a domain event. Finds any event after the start of the run, even if it is older than
   * this wait.
   *
   * @return the event; empty if the time is over
   */
  <E> Optional<E> waitForEvent(@Nullable String name, EventWait<E> wait);

  /**
   * Repeats a check until the state is as wanted. The run is suspended between two checks.
   *
   * @param initial the state for the first check
   * @param check runs like a step: gets the previous state, and returns the next one
   * @param until whether the state is as wanted
   * @return the wanted state
   * @throws ConditionNotMetException if the last allowed check did not return the wanted state, or
   *     a check has thrown
   */
  <S extends @Nullable Object> S waitForCondition(
      @Nullable String name,
      Class<S> type,
      S initial,
      ConditionCheck<S> check,
      Predicate<S> until,
      ConditionOptions<S> options);

  // --- Contexts

  /** As {@link #child(String, ParameterizedTypeReference, PayloadCodec, ContextBody)}. */
  default <T extends @Nullable Object> T child(
      @Nullable String name, Class<T> type, ContextBody<T> body) {
    return child(name, ParameterizedTypeReference.forType(type), null, body);
  }

  /**
   * Runs operations in a context of their own. After the end of the body, a replay reads only its
   * result.
   *
   * @param codec stores the result; null for JSON
   * @throws ContextFailedException if the body has thrown
   */
  <T extends @Nullable Object> T child(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      @Nullable PayloadCodec codec,
      ContextBody<T> body);

  /** As {@link #parallel(String, ParameterizedTypeReference, List, BatchOptions)}. */
  default <T extends @Nullable Object> BatchResult<T> parallel(
      @Nullable String name, Class<T> type, List<Branch<T>> branches) {
    return parallel(
        name, ParameterizedTypeReference.forType(type), branches, BatchOptions.defaults());
  }

  /**
   * Runs branches at the same time, each in a context of its own. A branch that waits does not stop
   * the others. When the batch is complete, the other branches are stopped.
   *
   * @return the outcomes, in the order of the branches
   * @throws IllegalArgumentException if an option is out of its range
   */
  <T extends @Nullable Object> BatchResult<T> parallel(
      @Nullable String name,
      ParameterizedTypeReference<T> type,
      List<Branch<T>> branches,
      BatchOptions options);

  /** As {@link #map(String, Collection, ParameterizedTypeReference, BatchOptions, ItemBody)}. */
  default <I extends @Nullable Object, T extends @Nullable Object> BatchResult<T> map(
      @Nullable String name, Collection<I> items, Class<T> type, ItemBody<I, T> body) {
    return map(
        name, items, ParameterizedTypeReference.forType(type), BatchOptions.defaults(), body);
  }

  /**
   * As {@code parallel}, with one branch for each item.
   *
   * @param items in an order that is the same in each replay
   * @throws IllegalArgumentException if the collection has no defined order, such as a {@code
   *     HashSet}
   */
  <I extends @Nullable Object, T extends @Nullable Object> BatchResult<T> map(
      @Nullable String name,
      Collection<I> items,
      ParameterizedTypeReference<T> type,
      BatchOptions options,
      ItemBody<I, T> body);

  /**
   * Runs a block of operations again if it fails, each time in a context of its own.
   *
   * @throws ContextFailedException if the last attempt has failed
   */
  <T extends @Nullable Object> T withRetry(
      @Nullable String name, Class<T> type, RetryPolicy policy, ContextBody<T> body);

  /** As {@link #invoke(String, String, Object, ParameterizedTypeReference, InvokeOptions)}. */
  default <I extends @Nullable Object, O extends @Nullable Object> O invoke(
      @Nullable String name,
      Class<? extends DurableFunction<I, O>> workflow,
      I input,
      Class<O> resultType) {
    return invoke(
        name,
        nameOf(workflow),
        input,
        ParameterizedTypeReference.forType(resultType),
        InvokeOptions.defaults());
  }

  /**
   * Runs another workflow as a child run, and waits for its result.
   *
   * @throws InvokeFailedException if the child run has failed, or was cancelled
   * @throws InvokeTimedOutException if the child run did not end in time; it is cancelled
   */
  <O extends @Nullable Object> O invoke(
      @Nullable String name,
      String workflow,
      @Nullable Object input,
      ParameterizedTypeReference<O> resultType,
      InvokeOptions options);

  /**
   * Starts a new journal with another input, under the same id. Use it for work without an end,
   * whose journal would grow for ever. Never returns.
   *
   * <p>The next round has its own callbacks, child runs, idempotency keys, {@link #uuid} and {@link
   * #random}. Callbacks of earlier rounds are closed. The next round only finds events that are
   * later in the log than every event that earlier rounds have received. So no event is found
   * twice, but all earlier events are missed, of all types.
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
  <T extends @Nullable Object> T continueAsNew(@Nullable Object input);

  // --- Undo

  /** As {@link #compensate(String, StepOptions, StepAction)}. */
  default void compensate(String name, StepAction undo) {
    compensate(name, StepOptions.defaults(), undo);
  }

  /**
   * Registers a step that undoes an effect. The step runs by {@link #compensateAll()}, or when the
   * run is cancelled or times out. If the run fails, only a call of {@code compensateAll()} runs
   * the step.
   */
  void compensate(String name, StepOptions options, StepAction undo);

  /**
   * Runs the registered compensations of this context and of the contexts in it, the last one
   * first, each as a step. If one fails, the others still run.
   *
   * @throws StepFailedException the error of the first compensation that has failed
   */
  void compensateAll();

  // --- Deterministic values

  /**
   * Puts an event on the run's own stream, once. The event is stored before the next step begins,
   * with the next command or published event, or when the run waits or ends. So a reader of {@link
   * Workflows#events} sees it while the step runs.
   */
  void emit(Object event);

  /**
   * The time of the last operation that has ended in this context, or else the start of the current
   * round. It is the same in each replay, and not later than the time of the clock.
   */
  Instant now();

  /** An id that is the same in each replay. */
  UUID uuid();

  /** Random numbers that are the same in each replay. */
  RandomGenerator random();

  /**
   * Whether this run executes changed code: true for a run that reaches this place for the first
   * time, false for a run that passed it before the change. Keep the call until no older run
   * exists.
   *
   * @param id the name of the change, once in a workflow
   */
  boolean patched(String id);

  /** A logger that is silent while the code is replayed. */
  Logger logger();

  /** The run. */
  RunInfo info();

  /** The name under which the runs of a workflow are stored. */
  static String nameOf(Class<?> workflow) {
    Given.value(workflow, "WorkflowContext.nameOf", "the class of a workflow");
    Workflow annotation = AnnotatedElementUtils.findMergedAnnotation(workflow, Workflow.class);
    return annotation == null || annotation.name().isEmpty()
        ? workflow.getSimpleName()
        : annotation.name();
  }
}
