package dev.foliot.docs;

// docs: events
import dev.foliot.event.DomainEvent;
// docs: end
import dev.foliot.event.EventHandler;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Handle;
import dev.foliot.message.RecordedMessage;
import dev.foliot.sample.order.OrderPlaced;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Code of the page about events. */
class EventsExample {
  // docs: events
  @DomainEvent // name "OrderRefused", version 1
  record OrderRefused(String orderId, String reason) {}

  @DomainEvent(name = "stock-counted", version = 2) // a name that outlives the class name
  record StockCounted(String productId, int quantity, @Nullable String warehouse) {}

  @DomainEvent(name = "order-dispatched", publish = "shipments") // also leaves the application
  record OrderDispatched(String orderId, String trackingNumber) {}

  // docs: end

  @EventHandler
  static class AuditHandler {
    private final Map<String, Instant> audit = new TreeMap<>();

    // docs: recorded
    @Handle
    void on(OrderPlaced event, RecordedMessage recorded) {
      audit.put(
          recorded.streamId() + "@" + recorded.streamVersion(), recorded.metadata().occurredAt());
    }
    // docs: end
  }

  static Object read(EventStore store, Instant instant, long afterPosition) {
    // docs: read
    StreamName stream = new StreamName("order", "ord-1");
    List<RecordedMessage> history = store.readStream(stream, 1, 100); // at most 100
    List<RecordedMessage> latest = store.readStreamBackwards(stream, Long.MAX_VALUE, 10);
    List<RecordedMessage> then = store.readStreamAsOf(stream, instant, 1, 100);
    List<RecordedMessage> orders = store.readCategory("order", afterPosition, 500);
    List<RecordedMessage> all = store.readAll(afterPosition, 500);
    Object event = history.get(0).payload(); // parsed at the first call, as the current class
    // docs: end
    return List.of(event, latest, then, orders, all);
  }
}
