package dev.foliot.handler;

import dev.foliot.failure.ReadableError;
import java.util.Collection;
import java.util.List;
import org.apache.commons.logging.LogFactory;

/**
 * Is told of every delivery, synchronous or by the engine: the one seam for metrics, traces and
 * test records. A listener that throws is logged and changes nothing.
 */
@FunctionalInterface
public interface DeliveryListener {
  /** Called on the delivering thread, after the outcome is known. */
  void delivered(Delivery delivery);

  /** Tells all of them; one that throws is logged and keeps the others from nothing. */
  static DeliveryListener all(Collection<DeliveryListener> listeners) {
    List<DeliveryListener> told = List.copyOf(listeners);
    return delivery -> told.forEach(listener -> tell(listener, delivery));
  }

  private static void tell(DeliveryListener listener, Delivery delivery) {
    try {
      listener.delivered(delivery);
    } catch (Throwable e) {
      LogFactory.getLog(DeliveryListener.class)
          .error(
              "A listener failed on message=%s".formatted(delivery.metadata().id()),
              ReadableError.of(e));
    }
  }
}
