package dev.foliot.process;

import java.time.Duration;
import java.time.Instant;

/**
 * The instance of a process whose method is called: sends commands, sets timers, and ends the
 * instance. Everything commits together with the state and the checkpoint. It can be used by the
 * thread of the method until the method returns; afterwards every call throws {@code
 * IllegalStateException}.
 */
@SuppressWarnings(
    "JavaLangClash") // the word of the field; no handler takes an operating-system process
public interface Process {
  /** The correlation of the instance. */
  String id();

  /**
   * Submits a command, as {@code domain.submit} does, in this transaction.
   *
   * @throws dev.foliot.handler.NoHandlerException if no handler takes it
   * @throws dev.foliot.command.CommandValidationException if it breaks its constraints
   */
  void send(Object command);

  /**
   * Sets a timer, in the place of a waiting one with the same name.
   *
   * @param name distinguishes the timers of the instance; at most 200 characters
   * @param after how long from now; if negative, the timer is due at once
   * @param message for the {@link OnTimer} method that takes its class
   * @throws IllegalArgumentException if no method takes it
   */
  void timer(String name, Duration after, Object message);

  /**
   * Sets a timer, in the place of a waiting one with the same name.
   *
   * @param name distinguishes the timers of the instance; at most 200 characters
   * @param at when it is due; if in the past, the timer is due at once
   * @param message for the {@link OnTimer} method that takes its class
   * @throws IllegalArgumentException if no method takes it
   */
  void timer(String name, Instant at, Object message);

  /**
   * Cancels a timer. Its message is not handled any more. Does nothing if there is no such timer.
   */
  void cancelTimer(String name);

  /**
   * Registers a compensation: a command that undoes a step. It is stored with the instance, and
   * sent by {@link #compensate()}.
   *
   * @throws IllegalArgumentException if it is not a command of the application
   */
  void compensateWith(Object command);

  /**
   * Sends the registered commands, the newest first. Each is sent once: a second call sends the
   * commands that were registered since.
   *
   * @throws dev.foliot.handler.NoHandlerException if no handler takes one of them
   */
  void compensate();

  /** Ends the instance when the method returns, as an {@link Ends} method does. */
  void end();
}
