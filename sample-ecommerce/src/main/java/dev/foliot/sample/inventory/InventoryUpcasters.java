package dev.foliot.sample.inventory;

import dev.foliot.message.Upcasts;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Converts messages from earlier versions of the shop. */
@Component
class InventoryUpcasters {
  @Upcasts(name = "stock-received", from = 1, to = 2)
  ObjectNode addWarehouse(ObjectNode stored) {
    return stored.put("warehouse", "main");
  }
}
