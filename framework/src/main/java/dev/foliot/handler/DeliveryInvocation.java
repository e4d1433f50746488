package dev.foliot.handler;

import dev.foliot.message.Message;
import java.util.List;

/**
 * One or several messages that are about to be given to a handler. Only the thread of the
 * interceptor may use it.
 */
public interface DeliveryInvocation {
  /** The delivery: its handler, its stream and its number. */
  DeliveryAttempt attempt();

  /**
   * The messages that the handler gets with this call: one, or all of those that a handler takes as
   * a list.
   */
  List<Message> messages();

  /**
   * Calls the next interceptor; the last call reaches the handler.
   *
   * @throws Throwable the exception of a later interceptor or the handler, unchanged
   * @throws IllegalStateException if it is called twice
   */
  void proceed() throws Throwable;
}
