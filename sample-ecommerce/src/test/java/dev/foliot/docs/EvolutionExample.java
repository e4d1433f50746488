package dev.foliot.docs;

// docs: upcasters
import dev.foliot.event.DomainEvent;
import dev.foliot.message.Metadata;
import dev.foliot.message.UpcastMessage;
import dev.foliot.message.Upcasts;
// docs: end
import java.util.List;
import org.springframework.stereotype.Component;
// docs: upcasters
import tools.jackson.databind.node.ObjectNode;

// docs: end

/** Code of the page about evolution. */
class EvolutionExample {
  // docs: upcasters
  @DomainEvent(name = "stock-received", version = 3)
  record StockReceived(String productId, int quantity, String warehouse) {}

  @Component
  static class StockUpcasters {
    @Upcasts(name = "stock-received", from = 1, to = 2)
    ObjectNode renameCount(ObjectNode stored) {
      stored.set("quantity", stored.remove("count"));
      return stored;
    }

    @Upcasts(name = "stock-received", from = 2, to = 3)
    ObjectNode addWarehouse(ObjectNode stored, Metadata metadata) { // Metadata is optional
      return stored.put("warehouse", metadata.headers().getOrDefault("warehouse", "main"));
    }
  }

  // docs: end

  static class MoreUpcasters {
    // docs: rename
    @Upcasts(name = "stock-returned", from = 1, as = "stock-received", to = 2)
    ObjectNode returnedIsReceived(ObjectNode stored) { // the class StockReturned no longer exists
      return stored.put("quantity", 1);
    }

    // docs: end

    // docs: split
    @Upcasts(
        name = "stock-moved",
        from = 1,
        as = {"stock-shipped", "stock-received"})
    List<UpcastMessage> moved(ObjectNode stored) {
      return List.of(
          UpcastMessage.of("stock-shipped", 1, stored.deepCopy()),
          UpcastMessage.of(
              "stock-received", 3, stored.put("warehouse", stored.get("to").asString())));
    }
    // docs: end
  }
}
