package dev.foliot.sample.order;

import static dev.foliot.sample.order.OrderStatus.CANCELLED;
import static dev.foliot.sample.order.OrderStatus.PLACED;
import static dev.foliot.sample.order.OrderStatus.SHIPPED;
import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.AggregateScenario;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Level 1: an object and its events, without Spring and without a database. */
// docs: test
class OrderTests {
  private static final BigDecimal TOTAL = new BigDecimal("99.95");
  private static final List<OrderLine> LINES = List.of(new OrderLine("pendulum", 2));

  @Test
  void placingRaisesOrderPlaced() {
    Order order = Order.draft("ord-1", "cust-123", TOTAL, LINES);

    order.place();

    assertThat(order.status()).isEqualTo(PLACED);
    assertThat(order).raised(new OrderPlaced("ord-1", "cust-123", TOTAL, LINES));
    assertThat(order.pendingEvents()).hasSize(1);
  }

  // docs: end
  @Test
  void placesOnlyOnce() {
    Order order = placed();

    assertThatThrownBy(order::place)
        .isInstanceOf(OrderAlreadyPlacedException.class)
        .hasMessage("Order ord-1 has been placed already. Give another order another id.");
  }

  @Test
  void mergesLinesOfOneProduct() {
    Order order =
        Order.draft(
            "ord-1",
            "cust-123",
            TOTAL,
            List.of(
                new OrderLine("pendulum", 2),
                new OrderLine("loupe", 1),
                new OrderLine("pendulum", 3)));

    assertThat(order.lines())
        .containsExactly(new OrderLine("pendulum", 5), new OrderLine("loupe", 1));
  }

  @Test
  void goesFromBasketToParcel() {
    Order order = placed();

    order.markReserved();
    order.confirm();
    order.markShipped();

    assertThat(order.status()).isEqualTo(SHIPPED);
    assertThat(order.pendingEvents())
        .containsExactly(
            new OrderPlaced("ord-1", "cust-123", TOTAL, LINES),
            new OrderReserved("ord-1", "cust-123", TOTAL),
            new OrderConfirmed("ord-1", "cust-123", LINES));
  }

  @Test
  void cancellingTellsWhatWasReserved() {
    AggregateScenario.of(Order.class)
        .given(reserved())
        .when(order -> order.cancel("no money"))
        .thenRaised(new OrderCancelled("ord-1", "no money", LINES))
        .andState(order -> assertThat(order.status()).isEqualTo(CANCELLED));
  }

  @Test
  void refusesToConfirmWhatIsNotReserved() {
    AggregateScenario.of(Order.class)
        .given(placed())
        .when(Order::confirm)
        .thenRejected(
            OrderStatusException.class,
            e ->
                assertThat(e)
                    .hasMessage(
                        "Order ord-1 is PLACED, expected RESERVED: this step is not open to it."))
        .andNothingRaised();
  }

  private static Order reserved() {
    Order order = placed();
    order.markReserved();
    return order;
  }

  private static Order placed() {
    Order order = Order.draft("ord-1", "cust-123", TOTAL, LINES);
    order.place();
    return order;
  }
  // docs: test
}
// docs: end
