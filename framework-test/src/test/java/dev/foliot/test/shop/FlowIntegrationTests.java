package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.test.Flow;
import dev.foliot.test.FlowAssert;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.shop.Shop.OrderPlaced;
import dev.foliot.test.shop.Shop.OrderShipped;
import dev.foliot.test.shop.Shop.PlaceOrder;
import dev.foliot.test.shop.Shop.ReceiveStock;
import dev.foliot.test.shop.Shop.ShipOrder;
import dev.foliot.test.shop.Shop.Shout;
import dev.foliot.test.shop.Shop.Shouted;
import dev.foliot.test.shop.Shop.StockReceived;
import dev.foliot.test.shop.Shop.StockReserved;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What a flow records and asserts when events are processed synchronously. */
@SyncFlowTest
class FlowIntegrationTests {
  @Autowired Domain domain;
  @Autowired Flow flow;
  @Autowired TransactionTemplate transaction;

  @Test
  void tellsTheStoryInOrder() {
    domain.process(new ReceiveStock("prod-1", 10));
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    assertThat(flow.toString())
        .isEqualTo(
            """
               1  command  ReceiveStock[productId=prod-1, quantity=10]
               2    event    StockReceived[productId=prod-1, quantity=10]
               3  command  PlaceOrder[orderId=ord-1, productId=prod-1, quantity=4]
               4    event    OrderPlaced[orderId=ord-1, productId=prod-1, quantity=4]
               5      handler  inventory <- OrderPlaced: handled
               6      handler  order-dashboard-projector <- OrderPlaced: handled
               7        event    StockReserved[productId=prod-1, orderId=ord-1, quantity=4]
            """);
  }

  @Test
  void setsNestedCommandsInUnderTheirCause() {
    domain.process(new Shout("hello", 1));

    assertThat(flow.toString())
        .isEqualTo(
            """
               1  command  Shout[text=hello, echoes=1]
               2    event    Shouted[text=hello, echoes=1]
               3      handler  echo <- Shouted: handled
               4        command  Shout[text=hello, echoes=0]
               5          event    Shouted[text=hello, echoes=0]
               6            handler  echo <- Shouted: handled
            """);
    assertThat(flow).processed(Shout.class, 2).handled("echo", 2);
  }

  @Test
  void assertsByCountAndInOrder() {
    domain.process(new ReceiveStock("prod-1", 10));
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    domain.process(new PlaceOrder("ord-2", "prod-1", 4));

    assertThat(flow)
        .processed(ReceiveStock.class)
        .processed(PlaceOrder.class, 2)
        .published(OrderPlaced.class, 2)
        .published(new StockReserved("prod-1", "ord-2", 4), 1)
        .published(OrderShipped.class, 0)
        .publishedInOrder(StockReceived.class, new OrderPlaced("ord-2", "prod-1", 4))
        .publishedExactly(
            StockReceived.class,
            OrderPlaced.class,
            StockReserved.class,
            OrderPlaced.class,
            StockReserved.class)
        .handled("inventory")
        .handled("order-dashboard-projector", 2)
        .handled("customer-mail", 0)
        .nothingFailed()
        .nothingParked();
    assertThat(flow.published(StockReserved.class))
        .extracting(StockReserved::orderId)
        .containsExactly("ord-1", "ord-2");
  }

  @Test
  void aClassThatIsNoSuchMessageIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flow.published(PlaceOrder.class))
        .withMessageStartingWith(
            "The application has no event " + PlaceOrder.class.getName() + ". Its events are: [");
    assertThatIllegalArgumentException().isThrownBy(() -> flow.submitted(OrderPlaced.class));
    assertThatIllegalArgumentException().isThrownBy(() -> flow.scheduled(OrderPlaced.class));
    assertThatThrownBy(() -> assertThat(flow).published(PlaceOrder.class, 0))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "The application has no event " + PlaceOrder.class.getName() + ". Its events are: [")
        .hasMessageContaining("OrderPlaced");
    assertThatThrownBy(() -> assertThat(flow).processed(OrderPlaced.class, 0))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "The application has no command "
                + OrderPlaced.class.getName()
                + ". Its commands are: [")
        .hasMessageContaining("PlaceOrder");
    assertThat(flow).published(Record.class, 0).processed(Object.class, 0);
  }

  @Test
  void leavesOutWhatIsNotWanted() {
    domain.process(new ReceiveStock("prod-1", 10));
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    Flow orders = flow.without(ReceiveStock.class, StockReceived.class).without(OrderPlaced.class);

    assertThat(orders).publishedExactly(StockReserved.class).handled("inventory", 0);
    assertThat(orders.toString()).doesNotContain("OrderPlaced:").doesNotContain("Received");
  }

  @Test
  void showsInternalsOnRequest() {
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    assertThat(flow.withInternals().toString())
        .contains("[order-ord-1@1, priority normal, primary lane]")
        .contains("PlaceOrder[orderId=ord-1, productId=prod-1, quantity=4]  [priority normal, 1 a")
        .contains("commit   1 events");
    assertThat(flow.toString()).doesNotContain("commit").doesNotContain("lane");
  }

  @Test
  void countsNothingThatWasRolledBack() {
    domain.process(new ReceiveStock("prod-1", 1));

    assertThatThrownBy(() -> domain.process(new PlaceOrder("ord-1", "prod-1", 4)))
        .isInstanceOf(OutOfStockException.class);

    assertThat(flow)
        .failedWith(OutOfStockException.class)
        .processed(PlaceOrder.class, 0)
        .publishedExactly(StockReceived.class);
    assertThat(flow.withInternals().toString())
        .contains("PlaceOrder[orderId=ord-1, productId=prod-1, quantity=4]: failed with dev.foliot")
        .contains("inventory <- OrderPlaced: failed after dev.foliot")
        .contains("(rolled back)")
        .contains("rollback");
  }

  @Test
  void countsNoWorkOfACommandWhoseCallerRollsBack() {
    transaction.executeWithoutResult(
        status -> {
          domain.process(new PlaceOrder("ord-1", "prod-1", 4));
          assertThat(flow.toString()).contains("quantity=4] (not committed yet)");
          status.setRollbackOnly();
        });

    assertThat(flow).processed(PlaceOrder.class, 0).publishedNothing().nothingFailed();
    assertThat(flow.toString()).contains("quantity=4] (rolled back)");
  }

  @Test
  void isTheSameParameterWhoeverGivesIt(Flow given, @Autowired Flow autowired) {
    assertThat(given.toString()).isEqualTo(autowired.toString());
    assertThat(given).isSameAs(flow);
  }

  @Test
  void seesPlainTransactionsToo() {
    transaction.executeWithoutResult(
        status -> {
          Inventory inventory = Inventory.receive("prod-1", 3);
          domain.repositoryFor(Inventory.class).save(inventory);
        });

    assertThat(flow).publishedExactly(new StockReceived("prod-1", 3));
  }

  @Test
  void failsWithTheWholeFlow() {
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    fails(
        it -> it.published(StockReserved.class),
        """
        StockReserved should have been published. What happened:
           1  command  PlaceOrder[orderId=ord-1, productId=prod-1, quantity=4]
           2    event    OrderPlaced[orderId=ord-1, productId=prod-1, quantity=4]
           3      handler  inventory <- OrderPlaced: handled
           4      handler  order-dashboard-projector <- OrderPlaced: handled
        """);
    fails(
        it -> it.published(OrderPlaced.class, 2),
        "OrderPlaced published: expected 2 times, but it was 1 times. What happened:");
    fails(
        it -> it.publishedInOrder(OrderPlaced.class, StockReserved.class),
        "in the order OrderPlaced, StockReserved, but StockReserved is missing or too early");
    fails(it -> it.publishedExactly(), "Exactly these events should have been published: .");
    fails(it -> it.publishedNothing(), "No event should have been published.");
    fails(it -> it.processed(ShipOrder.class), "ShipOrder should have been processed.");
    fails(it -> it.processed(PlaceOrder.class, 2), "PlaceOrder processed: expected 2 times");
    fails(it -> it.handled("echo"), "echo should have handled something.");
    fails(it -> it.handled("inventory", 0), "messages handled by inventory: expected 0 times");
    fails(it -> it.failedWith(Exception.class), "Something should have failed with Exception.");
  }

  @Test
  void failsOnANameThatNobodyHas() {
    fails(
        it -> it.handled("inventroy", 0),
        "No event handler, projector, subscriber, process manager or command handler has the name inventroy. The names are: [customer-mail, echo, inventory, order-dashboard-projector, shop-command-handler]");
  }

  @Test
  void failsWhenSomethingFailed() {
    assertThatThrownBy(() -> domain.process(new ShipOrder("none"))).isInstanceOf(Exception.class);

    fails(FlowAssert::nothingFailed, "Nothing should have failed.");
  }

  @Test
  void hintsAtAnOpenTransaction() {
    transaction.executeWithoutResult(
        status -> {
          domain.process(new Shout("hello", 0));
          fails(it -> it.published(Shouted.class), "A transaction is open.");
        });
  }

  private void fails(Consumer<FlowAssert> assertion, String text) {
    assertThatThrownBy(() -> assertion.accept(assertThat(flow)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(text);
  }
}
