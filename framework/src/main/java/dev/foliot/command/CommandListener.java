package dev.foliot.command;

import dev.foliot.message.Message;
import java.time.Duration;

/**
 * Receives every processed command: the extension point for metrics, traces and test records. It is
 * called on the processing thread. A listener that throws is logged and changes nothing.
 */
public interface CommandListener {
  /** The command is about to be validated and handled. */
  default void started(Message command) {}

  /**
   * The handler returned, and the transaction is committed unless the caller opened it.
   *
   * @param attempts how often the handler was called
   */
  default void succeeded(Message command, Duration duration, int attempts) {}

  /**
   * The caller gets the error.
   *
   * @param attempts how often the handler was called; 0 if the command was refused before
   */
  default void failed(Message command, Throwable error, Duration duration, int attempts) {}
}
