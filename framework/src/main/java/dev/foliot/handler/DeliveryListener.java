package dev.foliot.handler;

/**
 * Is notified of every delivery, synchronous or by the engine: the extension point for metrics,
 * traces and test records. An exception of a listener is logged and has no other effect.
 */
@FunctionalInterface
public interface DeliveryListener {
  /** Called on the delivering thread, after the outcome is known. */
  void delivered(Delivery delivery);
}
