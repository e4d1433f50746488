package dev.foliot.command;

import dev.foliot.message.Message;
import java.time.Duration;

/**
 * Receives every processed command: the extension point for metrics, traces and test records. It is
 * called on the processing thread. An exception of a listener is logged and has no other effect.
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
   * The command failed, and the caller gets the error.
   *
   * @param attempts how often the handler was called; 0 if the command was refused before that
   */
  default void failed(Message command, Throwable error, Duration duration, int attempts) {}
}
