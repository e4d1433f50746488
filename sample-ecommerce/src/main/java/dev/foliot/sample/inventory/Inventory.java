package dev.foliot.sample.inventory;

// docs: inventory
import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.Invariant;
// docs: end
import java.util.HashMap;
import java.util.Map;

/** The stock of one product. Only its events are stored. */
// docs: inventory
@Aggregate(snapshotEvery = 100)
public class Inventory extends EventSourcedAggregate {
  private String productId = "";
  private int available;
  private final Map<String, Integer> reservedFor = new HashMap<>();

  public static Inventory receive(String productId, int quantity, String warehouse) {
    Inventory inventory = new Inventory();
    inventory.raise(new StockReceived(productId, quantity, warehouse));
    return inventory;
  }

  // docs: end
  public void receive(int quantity, String warehouse) {
    raise(new StockReceived(productId, quantity, warehouse));
  }

  /** The invariant refuses more than is available. */
  public void writeOff(int quantity, String reason) {
    raise(new StockWrittenOff(productId, quantity, reason));
  }

  // docs: inventory
  public void reserve(String orderId, int quantity) {
    if (quantity > available) {
      throw new OutOfStockException(productId, quantity, available);
    }
    raise(new StockReserved(productId, orderId, quantity));
  }

  // docs: end
  /** Does nothing where nothing is reserved. */
  public void release(String orderId) {
    if (reservedFor.containsKey(orderId)) {
      raise(new StockReleased(productId, orderId, reservedFor.get(orderId)));
    }
  }

  /** Does nothing where nothing is reserved. */
  public void ship(String orderId) {
    if (reservedFor.containsKey(orderId)) {
      raise(new StockShipped(productId, orderId, reservedFor.get(orderId)));
    }
  }

  // docs: inventory
  @Invariant
  boolean neverOversold() {
    return available >= 0;
  }

  @Apply
  void on(StockReceived event) {
    productId = event.productId();
    available += event.quantity();
  }

  // docs: end
  @Apply
  void on(StockWrittenOff event) {
    available -= event.quantity();
  }

  // docs: inventory
  @Apply
  void on(StockReserved event) {
    available -= event.quantity();
    reservedFor.merge(event.orderId(), event.quantity(), Integer::sum);
  }

  // docs: end
  @Apply
  void on(StockReleased event) {
    available += event.quantity();
    reservedFor.remove(event.orderId());
  }

  @Apply
  void on(StockShipped event) {
    reservedFor.remove(event.orderId());
  }

  public int available() {
    return available;
  }

  public int reserved() {
    return reservedFor.values().stream().mapToInt(Integer::intValue).sum();
  }

  // docs: inventory
  @Override
  public String id() {
    return productId;
  }
}
  // docs: end
