package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.shop.Shop.OrderPlaced;
import org.junit.jupiter.api.Test;

/** Level 1 as a user writes it: a state-stored aggregate. */
class OrderTests {
  @Test
  void placingRaisesOrderPlaced() {
    Order order = Order.draft("ord-1", "prod-1", 4);

    order.place();

    assertThat(order.status()).isEqualTo("placed");
    assertThat(order).raised(new OrderPlaced("ord-1", "prod-1", 4));
    assertThat(order.pendingEvents()).hasSize(1);
  }
}
