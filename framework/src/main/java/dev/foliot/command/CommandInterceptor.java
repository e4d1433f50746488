package dev.foliot.command;

import org.jspecify.annotations.Nullable;

/**
 * Code around each command that is processed or submitted, such as a check of permissions or an
 * audit. Beans of this type are called in their {@code @Order}, the first one outermost.
 *
 * <p>An interceptor runs after the validation, in the transaction of the command. If a conflict
 * causes another attempt, it runs again in that attempt. It also runs for a repeat of a command
 * with an idempotency key, although the handler is not called. For a submitted command, it
 * surrounds the storing of the command; the delivery has {@link
 * dev.foliot.handler.DeliveryInterceptor}s of its own.
 */
@FunctionalInterface
public interface CommandInterceptor {
  /**
   * Surrounds one command. An exception fails the command: its transaction is rolled back, and the
   * caller gets the exception unchanged.
   *
   * @return the result of the command, usually the result of {@link CommandInvocation#proceed()};
   *     for a submitted command it must be this result. Without a call of {@code proceed()}, the
   *     handler is not called
   */
  @Nullable Object intercept(CommandInvocation invocation) throws Throwable;
}
