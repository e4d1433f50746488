package dev.foliot.handler;

/**
 * Code around each delivery of a message to a handler, for example setting the handler's user.
 * Beans of this type are called in their {@code @Order}, the first one outermost: by the engine for
 * each attempt, and in synchronous mode at the commit. A handler that takes a list has one call for
 * the whole list.
 *
 * <p>An interceptor runs in the transaction of the delivery. For commands that are processed by
 * their caller there are {@code CommandInterceptor}s.
 */
@FunctionalInterface
public interface DeliveryInterceptor {
  /**
   * Surrounds one delivery. An exception fails the delivery, as if the handler had thrown it. An
   * interceptor that returns without {@link DeliveryInvocation#proceed()} passes over the message:
   * its handler is not called, and it is not delivered again.
   */
  void intercept(DeliveryInvocation delivery) throws Throwable;
}
