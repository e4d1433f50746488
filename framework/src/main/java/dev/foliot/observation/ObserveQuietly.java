package dev.foliot.observation;

import dev.foliot.failure.ReadableError;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.personaldata.RedactedText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Combines all observers of one kind into one. An observer that throws is logged; it changes
 * neither the work nor what the other observers see.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ObserveQuietly {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveQuietly.class);

  private ObserveQuietly() {}

  /** Notifies all listeners of each delivery, in this order. */
  public static DeliveryListener listeners(Collection<DeliveryListener> listeners) {
    List<DeliveryListener> notified = List.copyOf(listeners);
    return delivery -> {
      for (DeliveryListener listener : notified) {
        try {
          listener.delivered(delivery);
        } catch (Throwable e) {
          LOG.error(
              "A listener failed on message={}",
              delivery.metadata().id(),
              ReadableError.of(e, RedactedText.hiding(delivery.payload())));
        }
      }
    };
  }

  /** Surrounds each piece of work with all of them; the first one is the outermost. */
  public static <W> Around<W> arounds(Collection<Around<W>> arounds) {
    List<Around<W>> entered = List.copyOf(arounds);
    return work -> enterAll(entered, work);
  }

  private static <W> Around.Scope enterAll(List<Around<W>> arounds, W work) {
    Deque<Around.Scope> innermostFirst = new ArrayDeque<>(arounds.size());
    for (Around<W> around : arounds) {
      quietly(() -> innermostFirst.push(around.enter(work)));
    }
    innermostFirst.removeIf(scope -> scope == Around.Scope.NONE);
    return innermostFirst.isEmpty() ? Around.Scope.NONE : together(innermostFirst);
  }

  private static Around.Scope together(Deque<Around.Scope> innermostFirst) {
    return new Around.Scope() {
      @Override
      public @Nullable String traceParent() {
        List<String> found = new ArrayList<>(1);
        for (Around.Scope scope : innermostFirst) {
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
      LOG.error("Code around the work failed; the work continues", ReadableError.of(e));
    }
  }
}
