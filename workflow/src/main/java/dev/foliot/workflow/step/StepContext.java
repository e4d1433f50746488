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
 * The run, as a step uses it. It is valid until the step returns. All threads of the step may use
 * it.
 *
 * @param <S> the state that all steps of the run share: a class with a constructor without
 *     parameters, or {@code Map<String, Object>}
 */
public interface StepContext<S> {
  // --- The state

  /** Returns a copy of the current state. Changes of the copy have no effect. */
  S state();

  /**
   * Changes the state under a lock, so that no change is lost. Other steps see the change at once.
   * It is stored with the next outcome of a step. If this attempt fails, the change stays, and the
   * next attempt changes the state again.
   *
   * @param change returns the new state; it may change its parameter
   * @return the new state
   * @throws UnstorableStateException if the new state cannot be stored; the state stays unchanged
   */
  S edit(UnaryOperator<S> change);

  /**
   * Returns a value in the state.
   *
   * @param path the names of the fields, such as {@code customer.address.city}; an index for an
   *     element of a list
   * @param type the class of the value
   * @return empty if there is no value, or if it is null
   */
  <T> Optional<T> get(String path, Class<T> type);

  /**
   * Changes a value in the state under the lock. Missing objects on the path are created.
   *
   * @param path as for {@link #get}
   * @throws UnstorableStateException if the value cannot be stored, or the state has no such field;
   *     the state stays unchanged
   */
  void set(String path, @Nullable Object value);

  // --- Events

  /**
   * Gives an event in addition to the returned events, if this attempt succeeds.
   *
   * @throws dev.foliot.workflow.NonRetriableException if the event is a {@link StopEvent} that the
   *     step does not declare
   */
  void send(Object event);

  /**
   * Collects events of a class, until there are enough. Call this method with each event of the
   * step. If an attempt is repeated, its event is still collected once.
   *
   * @param event the event of this step
   * @param count the required number of events, at least 1
   * @return the events in the order in which they were collected; null if there are not enough yet
   */
  <E> @Nullable List<E> collect(E event, Class<E> type, int count);

  /**
   * Collects events of several classes, until there is an event for each entry of the list.
   *
   * @param event the event of this step
   * @param types the classes; if a class is listed twice, two events of it are required
   * @return the events in the order of the list; null if there are not enough yet
   */
  @Nullable List<Object> collectAll(Object event, List<Class<?>> types);

  /**
   * Puts an event on the stream of the run, when this attempt succeeds or fails. If the attempt
   * waits by {@link #ask}, the event is dropped, because the step runs again.
   */
  void emit(Object event);

  // --- People

  /** As {@link #callbackId(int)}, of the first question. */
  default String callbackId() {
    return callbackId(1);
  }

  /**
   * The id of the callback of a question that this step gives, for example for a link in a mail to
   * the person. The callback is open when the step has ended. After this call, {@link #ask} and
   * {@link #send} of a question throw a {@link dev.foliot.workflow.NonRetriableException}. If the
   * step ends without this question, it fails with the same exception.
   *
   * @param question the number of the question among those that the step gives, from 1: first those
   *     of {@link #send}, then the returned ones
   */
  String callbackId(int question);

  /**
   * Asks a person, and waits for a domain event as the answer, without holding a thread. When the
   * answer has come, the step runs again from its beginning. So call this method first in the step.
   *
   * @param question is put on the stream of the run, once
   * @param answer the class of the event, and its required values
   * @throws AnswerTimedOutException if no answer came within the time of {@code answer}
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

  /**
   * A key that is the same for all attempts of this step with this event, and otherwise different.
   */
  String idempotencyKey();

  /** A logger named after the workflow. */
  Logger logger();

  /** The run. */
  RunInfo run();
}
