package dev.foliot.sample.notification;

import dev.foliot.handler.Handle;
import dev.foliot.outbox.Subscriber;
import dev.foliot.sample.shipping.OrderShipped;

/** Receives published shipments. A message that arrives twice still writes one letter. */
@Subscriber("shipments")
class ShipmentNotifications {
  private final Emails emails;

  ShipmentNotifications(Emails emails) {
    this.emails = emails;
  }

  @Handle
  void on(OrderShipped event) {
    emails.save(
        new Email(
            event.customerId(),
            "Your order %s is on its way: %s.".formatted(event.orderId(), event.trackingNumber())));
  }
}
