package dev.foliot.handler;

import org.jspecify.annotations.Nullable;

/**
 * Code around each piece of work, such as a span that is current while it runs, or entries in the
 * log's context. Beans of this type surround commands ({@code Around<Message>}), deliveries ({@code
 * Around<DeliveryAttempt>}) and the relay of the outbox ({@code Around<OutboxEntry>}). An exception
 * of such a bean is logged and has no other effect.
 *
 * @param <W> the work
 */
@FunctionalInterface
public interface Around<W> {
  /** Called by the thread that does the work, before it begins. */
  Scope enter(W work);

  /** From the beginning of the work until the thread leaves it. */
  interface Scope {
    /** No surrounding code. */
    Scope NONE = () -> {};

    /** Returns the W3C {@code traceparent} of the work inside; null if it is not traced. */
    default @Nullable String traceParent() {
      return null;
    }

    /** Closes the scope, once. The scopes of one thread are closed in the reverse order. */
    void exit();

    /** Receives the outcome of the work: called once, after {@link #exit()}. */
    default void end(String outcome, @Nullable Throwable error) {}
  }
}
