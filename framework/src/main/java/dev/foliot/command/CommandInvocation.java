package dev.foliot.command;

import dev.foliot.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A command that is about to be processed or submitted. Only the thread of the interceptor may use
 * it.
 */
public interface CommandInvocation {
  /** The command with its metadata. */
  Message message();

  /** Whether it is stored for the engine; otherwise its handler is called now. */
  boolean isSubmitted();

  /**
   * Calls the next interceptor; the last call reaches the handler, or stores the command.
   *
   * @return the result of the handler; for a submitted command the id of its receipt, a {@code
   *     UUID}
   * @throws Throwable the exception of a later interceptor or the handler, unchanged
   * @throws IllegalStateException if it is called twice
   */
  @Nullable Object proceed() throws Throwable;
}
