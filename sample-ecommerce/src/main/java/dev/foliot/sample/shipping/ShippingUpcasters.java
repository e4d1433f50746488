package dev.foliot.sample.shipping;

import dev.foliot.message.Upcasts;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Converts messages from earlier versions of the shop, which had no carrier. */
@Component
class ShippingUpcasters {
  @Upcasts(kind = Upcasts.Kind.COMMAND, name = "ShipOrder", from = 1, to = 2)
  ObjectNode addTrackingNumber(ObjectNode stored) {
    return stored.put("trackingNumber", "TRACK-" + stored.path("orderId").asString());
  }
}
