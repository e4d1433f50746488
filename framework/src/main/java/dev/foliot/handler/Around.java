package dev.foliot.handler;

import dev.foliot.failure.ReadableError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.commons.logging.LogFactory;
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

  /** All of them, the first one outermost. */
  static <W> Around<W> all(Collection<Around<W>> arounds) {
    List<Around<W>> entered = List.copyOf(arounds);
    return work -> enterAll(entered, work);
  }

  private static <W> Scope enterAll(List<Around<W>> arounds, W work) {
    Deque<Scope> innermostFirst = new ArrayDeque<>(arounds.size());
    for (Around<W> around : arounds) {
      quietly(() -> innermostFirst.push(around.enter(work)));
    }
    innermostFirst.removeIf(scope -> scope == Scope.NONE);
    return innermostFirst.isEmpty() ? Scope.NONE : together(innermostFirst);
  }

  private static Scope together(Deque<Scope> innermostFirst) {
    return new Scope() {
      @Override
      public @Nullable String traceParent() {
        List<String> found = new ArrayList<>(1);
        for (Scope scope : innermostFirst) {
          quietly(
              () -> {
                String traceParent = scope.traceParent();
                if (traceParent != null) {
                  found.add(traceParent);
                }
              });
        }
        return found.isEmpty() ? null : found.get(0);
      }

      @Override
      public void exit() {
        innermostFirst.forEach(scope -> quietly(scope::exit));
      }

      @Override
      public void end(String outcome, @Nullable Throwable error) {
        Throwable readable = error == null ? null : ReadableError.of(error);
        innermostFirst.forEach(scope -> quietly(() -> scope.end(outcome, readable)));
      }
    };
  }

  private static void quietly(Runnable part) {
    try {
      part.run();
    } catch (Throwable e) {
      LogFactory.getLog(Around.class)
          .error("What surrounds the work failed; the work goes on", ReadableError.of(e));
    }
  }
}
