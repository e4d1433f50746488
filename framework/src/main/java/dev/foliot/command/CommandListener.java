package dev.foliot.command;

import dev.foliot.message.Message;
import java.time.Duration;

/**
 * Is told of every command that is processed: the one seam for metrics, traces and test records. It
 * is called on the processing thread. A listener that throws is logged and changes nothing.
 */
public interface CommandListener {
  /** The command is about to be validated and handled. */
  default void started(Message command) {}

  /**
   * Its handler returned and, unless it joined a transaction of the caller, that is committed.
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
