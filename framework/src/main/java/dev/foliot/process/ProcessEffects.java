package dev.foliot.process;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.process.Transition.Sent;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * The effects of an instance: sends commands, and makes messages of timers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
interface ProcessEffects {
  /** The time of the application's clock. */
  Instant now();

  /**
   * Submits a command in this transaction.
   *
   * @throws dev.foliot.handler.NoHandlerException if no handler takes it
   */
  Sent send(Object command);

  /** The message of a timer of an instance. */
  NewMessage timerMessage(LoadedProcess instance, Object message);

  /**
   * A command in the form in which an instance stores it.
   *
   * @throws IllegalArgumentException if it is not a command
   */
  StoredCommand stored(Object command);

  /** Reads a stored command, through the upcasters. */
  Object command(LoadedProcess instance, StoredCommand stored);
}
