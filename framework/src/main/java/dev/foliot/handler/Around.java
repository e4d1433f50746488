package dev.foliot.handler;

import org.jspecify.annotations.Nullable;

/**
 * What is done around each piece of work: a span that is current while it runs, entries in the
 * log's context. Beans of this type surround commands ({@code Around<Message>}), deliveries ({@code
 * Around<DeliveryAttempt>}) and the relay of the outbox ({@code Around<OutboxEntry>}). One that
 * throws is logged and changes nothing.
 *
 * @param <W> the work
 */
@FunctionalInterface
public interface Around<W> {
  /** Called by the thread that does the work, before it begins. */
  Scope enter(W work);

  /** From the beginning of the work until the thread leaves it. */
  interface Scope {
    /** Nothing is around. */
    Scope NONE = () -> {};

    /** The W3C {@code traceparent} of what happens inside; null if nothing is traced. */
    default @Nullable String traceParent() {
      return null;
    }

    /**
     * The thread leaves the work, once. Scopes of one thread are left in the opposite order of
     * entering.
     */
    void exit();

    /** What came of the work is known: called once, after {@link #exit()}. */
    default void end(String outcome, @Nullable Throwable error) {}
  }
}
