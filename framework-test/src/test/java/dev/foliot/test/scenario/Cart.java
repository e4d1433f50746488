package dev.foliot.test.scenario;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.Invariant;
import dev.foliot.event.DomainEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes one mistake after the other, if it is asked to. */
@Aggregate
class Cart extends Basket {
  private final Map<String, Line> lines = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private int asked;
  private transient int cached;

  record Line(String product, int quantity, BigDecimal price) {}

  @DomainEvent
  record CartOpened(String cartId, String owner) {}

  @DomainEvent
  record LineAdded(String cartId, Line line) {}

  @DomainEvent
  record Noted(List<String> notes) {}

  @DomainEvent
  record CheckedOut(UUID orderId, Instant at) {}

  static Cart open(String id) {
    Cart cart = new Cart();
    cart.raise(new CartOpened(id, "ann"));
    return cart;
  }

  void add(String product, int quantity, String price) {
    cached++;
    raise(new LineAdded(id(), new Line(product, quantity, new BigDecimal(price))));
  }

  void addTwice(String product, int quantity) {
    add(product, quantity, "1.00");
    add(product, -quantity, "1.00");
  }

  void checkOut(UUID orderId, Instant at) {
    raise(new CheckedOut(orderId, at));
  }

  void countAsking() {
    asked++;
  }

  void countAskingAndRefuse() {
    asked++;
    throw new IllegalStateException("no");
  }

  void takeOver(String owner) {
    rename(owner);
  }

  void correct(String product, int quantity) {
    lines.computeIfPresent(
        product, (key, line) -> new Line(line.product(), quantity, line.price()));
  }

  void note(List<String> added) {
    raise(new Noted(added));
  }

  @Invariant
  boolean nothingNegative() {
    return lines.values().stream().allMatch(line -> line.quantity() >= 0);
  }

  @Apply
  void on(CartOpened event) {
    opened(event.cartId(), event.owner());
  }

  @Apply
  void on(LineAdded event) {
    lines.put(event.line().product(), event.line());
  }

  @Apply
  void on(Noted event) {
    notes.addAll(event.notes());
  }

  @Apply
  void on(CheckedOut event) {}

  int size() {
    return lines.size() + cached;
  }
}
