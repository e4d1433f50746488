package dev.foliot.workflow.step;

import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The run, for a step of it. It is valid until the step returns. The threads of one step may use
 * it.
 *
 * @param <S> the state that all steps of the run share: a class with a constructor without
 *     parameters, or {@code Map<String, Object>}
 */
public interface StepContext<S> {
  // --- The state

  /** The state now: a copy, whose changes are not kept. */
  S state();

  /**
   * Changes the state under a lock, so that no change is lost. Other steps see it at once, and it
   * is stored with the next outcome of a step. It stays if this attempt fails, and an attempt that
   * runs again changes it again.
   *
   * @param change returns the new state; it may change the state that it gets
   * @return the new state
   * @throws UnstorableStateException if the new state cannot be stored; the state stays as it was
   */
  S edit(UnaryOperator<S> change);

  /**
   * A value in the state.
   *
   * @param path the names of its fields, such as {@code customer.address.city}; an index for an
   *     element of a list
   * @param type the class of the value
   * @return empty if there is none, or if it is null
   */
  <T> Optional<T> get(String path, Class<T> type);

  /**
   * Changes a value in the state under the lock. Objects on the way to it are made.
   *
   * @param path as for {@link #get}
   * @throws UnstorableStateException if the value cannot be stored, or the state has no place for
   *     it; the state stays as it was
   */
  void set(String path, @Nullable Object value);

  // --- Events

  /**
   * Gives an event, besides those that the step returns, when this attempt has succeeded.
   *
   * @throws dev.foliot.workflow.NonRetriableException if it is a {@link StopEvent} that the step
   *     does not declare
   */
  void send(Object event);

  /**
   * Collects events of a class, until there are enough. Call it with each event that the step
   * takes. An attempt that runs again collects its event once.
   *
   * @param event the event of this step
   * @param count how many are enough, at least 1
   * @return the events in the order in which they were collected; null if there are not enough yet
   */
  <E> @Nullable List<E> collect(E event, Class<E> type, int count);

  /**
   * Collects events of several classes, until there is one for each entry of the list.
   *
   * @param event the event of this step
   * @param types the classes; one that stands there twice is needed twice
   * @return the events in the order of the list; null if there are not enough yet
   */
  @Nullable List<Object> collectAll(Object event, List<Class<?>> types);

  /**
   * Puts an event on the stream of the run, when this attempt succeeds or fails. An attempt that
   * waits by {@link #ask} puts none: it runs again.
   */
  void emit(Object event);

  // --- People

  /**
   * Asks a person, and waits for a domain event that answers. Meanwhile no thread is held: the step
   * ends, and runs again from its beginning when the answer has come. So ask before anything else.
   *
   * @param question put on the stream of the run, once
   * @param answer the event, and the values that it must have
   * @throws AnswerTimedOutException if none came in the time of {@code answer}
   */
  <E> E ask(InputRequired<?> question, EventWait<E> answer);

  // --- This attempt

  /** The number of this attempt, from 1. */
  int attempt();

  /** The error of the attempt before this one; empty in the first attempt. */
  Optional<RunError> lastError();

  /** The time since the first attempt began, by the clock of the application. */
  Duration elapsed();

  /** The worker that runs the step, such as {@code write-0}. */
  String worker();

  /** The same for all attempts of this step with this event, and different from all others. */
  String idempotencyKey();

  /** A logger named after the workflow. */
  Logger logger();

  /** The run. */
  RunInfo run();
}
