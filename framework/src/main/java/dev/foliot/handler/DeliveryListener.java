package dev.foliot.handler;

/**
 * Is notified of every delivery, synchronous or by the engine: the extension point for metrics,
 * traces and test records. A listener that throws is logged and changes nothing.
 */
@FunctionalInterface
public interface DeliveryListener {
  /** Called on the delivering thread, after the outcome is known. */
  void delivered(Delivery delivery);
}
