package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.shop.Shop.OrderPlaced;
import dev.foliot.test.shop.Shop.OrderShipped;
import dev.foliot.test.shop.Shop.StockReceived;
import dev.foliot.test.shop.Shop.StockReserved;
import org.junit.jupiter.api.Test;

class AggregateAssertTests {
  private final Order order = Order.draft("ord-1", "prod-1", 4);

  @Test
  void comparesEventByEvent() {
    order.place();
    order.ship();

    assertThatThrownBy(
            () ->
                assertThat(order)
                    .raised(
                        new OrderPlaced("ord-1", "prod-1", 5),
                        OrderShipped.class,
                        OrderShipped.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            """
            Order ord-1 did not raise the expected events:
              1. differs     OrderPlaced
                             quantity: expected 5 but was 4
              2. missing     OrderShipped
              3. same        OrderShipped[orderId=ord-1]
            """);
  }

  @Test
  void takesEventsAndClassesInOrder() {
    order.place();
    order.ship();

    assertThat(order).raised(OrderPlaced.class, new OrderShipped("ord-1"));
    assertThatThrownBy(() -> assertThat(order).raised(OrderShipped.class, OrderPlaced.class))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void saysWhatIsMissingInAnyOrder() {
    order.place();
    order.ship();

    assertThat(order).raisedInAnyOrder(OrderShipped.class, OrderPlaced.class);
    assertThatThrownBy(
            () -> assertThat(order).raisedInAnyOrder(StockReceived.class, OrderPlaced.class))
        .hasMessageContaining(
            """
            Order ord-1 did not raise the expected events, in any order:
              1. same        OrderPlaced[orderId=ord-1, productId=prod-1, quantity=4]
              2. missing     StockReceived
              3. unexpected  OrderShipped[orderId=ord-1]
            """);
  }

  @Test
  void findsAnEventThatShouldNotBe() {
    assertThat(order).raisedNothing();

    order.place();

    assertThatThrownBy(() -> assertThat(order).raisedNothing())
        .hasMessageContaining("1. unexpected  OrderPlaced[");
  }

  @Test
  void knowsEventSourcedAggregatesToo() {
    Inventory inventory = Inventory.receive("prod-1", 10);
    inventory.reserve("ord-1", 3);

    assertThat(inventory).raised(StockReceived.class, new StockReserved("prod-1", "ord-1", 3));
    assertThatThrownBy(() -> assertThat(inventory).as("stock").raised())
        .hasMessageContaining("[stock] Inventory prod-1 did not raise the expected events");
  }

  @Test
  void isStillAnAssertionOfTheObject() {
    order.place();

    assertThat(order).isNotNull().returns("placed", Order::status).raised(OrderPlaced.class);
    assertThatThrownBy(() -> assertThat((Order) null).raised())
        .hasMessageContaining("Expecting actual not to be null");
  }
}
