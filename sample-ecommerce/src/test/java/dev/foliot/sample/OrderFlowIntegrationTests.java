package dev.foliot.sample;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.sample.checkout.PaymentTimedOut;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.fulfilment.FulfilOrder;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.inventory.StockLevel;
import dev.foliot.sample.inventory.StockReleased;
import dev.foliot.sample.inventory.StockReserved;
import dev.foliot.sample.inventory.StockShipped;
import dev.foliot.sample.order.OrderCancelled;
import dev.foliot.sample.order.OrderConfirmed;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.sample.order.OrderRejected;
import dev.foliot.sample.order.OrderReserved;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.sample.payment.PaymentAuthorised;
import dev.foliot.sample.payment.PaymentProviderUnavailableException;
import dev.foliot.sample.payment.PaymentRefunded;
import dev.foliot.sample.payment.PaymentRefused;
import dev.foliot.sample.payment.TakePayment;
import dev.foliot.sample.shipping.OrderShipped;
import dev.foliot.sample.shipping.ShipmentRefused;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** Level 2: the whole chain, in the thread and the transaction of the command that starts it. */
// docs: test
@SyncFlowTest
@Import(FlakyPaymentProvider.class)
class OrderFlowIntegrationTests {
  @Autowired Domain domain;
  @Autowired FlakyPaymentProvider provider;

  @BeforeEach
  void goodsInStock() {
    provider.reset();
    domain.process(new ReceiveStock("pendulum", 10, "main"));
    domain.process(new ReceiveStock("sundial", 1, "main"));
  }

  @Test
  void shipsPaidOrder(Flow flow) {
    place("ord-1", "99.95", new OrderLine("pendulum", 4), new OrderLine("sundial", 1));

    assertThat(dashboard("ord-1").status()).isEqualTo("shipped");
    assertThat(dashboard("ord-1").note()).isEqualTo("TRACK-ord-1");
    assertThat(available("pendulum")).isEqualTo(6);
    assertThat(flow)
        .publishedInOrder(
            OrderPlaced.class,
            StockReserved.class,
            OrderReserved.class,
            PaymentAuthorised.class,
            OrderConfirmed.class,
            OrderShipped.class,
            StockShipped.class)
        .published(StockReserved.class, 2)
        .submitted(new TakePayment("ord-1", "cust-123", new BigDecimal("99.95")))
        .submitted(FulfilOrder.class)
        .scheduled(PaymentTimedOut.class)
        .nothingFailed();
  }

  // docs: end
  @Test
  void reservesEveryLineOrNone(Flow flow) {
    place("ord-1", "99.95", new OrderLine("pendulum", 4), new OrderLine("sundial", 2));

    assertThat(dashboard("ord-1").status()).isEqualTo("rejected");
    assertThat(available("pendulum")).isEqualTo(10);
    assertThat(flow)
        .published(new OrderRejected("ord-1", "out of stock: sundial"))
        .published(StockReserved.class, 0);
  }

  @Test
  void waitsForAPersonAboveTheLimit(@Autowired Workflows workflows) {
    place("ord-1", "1500.00", new OrderLine("pendulum", 4));

    assertThat(dashboard("ord-1").status()).isEqualTo("confirmed");
    assertThat(workflows.handle("fulfilment-ord-1").status()).isEqualTo(RunStatus.WAITING);
  }

  @Test
  void rejectsWhatWasNeverInStock() {
    place("ord-1", "99.95", new OrderLine("anvil", 1));

    assertThat(dashboard("ord-1").note()).isEqualTo("out of stock: anvil");
  }

  @Test
  void namesSomeOfManyMissingProducts() {
    String longest = "x".repeat(48);
    OrderLine[] lines =
        IntStream.range(10, 30)
            .mapToObj(number -> new OrderLine(longest + number, 1))
            .toArray(OrderLine[]::new);

    place("ord-1", "99.95", lines);

    assertThat(dashboard("ord-1").status()).isEqualTo("rejected");
    assertThat(dashboard("ord-1").note())
        .startsWith("out of stock: " + longest + "10, " + longest + "11, ")
        .endsWith(longest + "13 and 16 more");
  }

  @Test
  void releasesStockWhenThePaymentIsRefused(Flow flow) {
    place("ord-1", "2000.01", new OrderLine("pendulum", 4));

    assertThat(dashboard("ord-1").status()).isEqualTo("cancelled");
    assertThat(available("pendulum")).isEqualTo(10);
    assertThat(flow)
        .publishedInOrder(
            new StockReserved("pendulum", "ord-1", 4),
            new PaymentRefused("ord-1", "no cover"),
            new StockReleased("pendulum", "ord-1", 4))
        .published(OrderCancelled.class)
        .published(PaymentRefunded.class, 0);
  }

  @Test
  void undoesEveryStepWhenTheOrderCannotBeShipped(Flow flow) {
    domain.process(new ReceiveStock("pendulum", 2_000, "main"));
    place("ord-1", "99.95", new OrderLine("pendulum", 1_001));

    assertThat(dashboard("ord-1").note()).isEqualTo("too much for one parcel");
    assertThat(available("pendulum")).isEqualTo(2_010);
    assertThat(provider.refunds()).containsValue(new BigDecimal("99.95"));
    assertThat(flow)
        .publishedInOrder(
            ShipmentRefused.class,
            new PaymentRefunded("ord-1", new BigDecimal("99.95")),
            new StockReleased("pendulum", "ord-1", 1_001))
        .published(
            new OrderCancelled(
                "ord-1", "too much for one parcel", List.of(new OrderLine("pendulum", 1_001))));
  }

  @Test
  void undoesEveryStepWhenTheOrderIsAFraud(Flow flow) {
    domain.process(
        new PlaceOrder(
            "ord-1", "mallory", new BigDecimal("600.00"), List.of(new OrderLine("pendulum", 4))));

    assertThat(dashboard("ord-1").status()).isEqualTo("cancelled");
    assertThat(dashboard("ord-1").note()).isEqualTo("complaints of other shops");
    assertThat(available("pendulum")).isEqualTo(10);
    assertThat(provider.refunds()).containsValue(new BigDecimal("600.00"));
    assertThat(flow).published(ShipmentRefused.class).nothingFailed();
  }

  @Test
  void keepsTheStockLevelsInStep() {
    place("ord-1", "99.95", new OrderLine("pendulum", 4));

    StockLevel level = domain.viewFor(StockLevel.class).get("pendulum");

    assertThat(level.available()).isEqualTo(6);
    assertThat(level.reserved()).isZero();
  }

  // docs: test
  @Test
  void leavesNothingBehindWhenAHandlerFails(Flow flow) {
    provider.failNext(new PaymentProviderUnavailableException("test"), 1);

    assertThatThrownBy(() -> place("ord-1", "99.95", new OrderLine("pendulum", 4)))
        .isInstanceOf(PaymentProviderUnavailableException.class);

    assertThat(available("pendulum")).isEqualTo(10);
    assertThat(domain.viewFor(OrderDashboard.class).find("ord-1")).isEmpty();
    assertThat(flow).published(OrderPlaced.class, 0);
  }

  // docs: end
  // docs: test
  private void place(String orderId, String total, OrderLine... lines) {
    domain.process(new PlaceOrder(orderId, "cust-123", new BigDecimal(total), List.of(lines)));
  }

  private OrderDashboard dashboard(String orderId) {
    return domain.viewFor(OrderDashboard.class).get(orderId);
  }

  private int available(String productId) {
    return domain.repositoryFor(Inventory.class).get(productId).available();
  }
}
  // docs: end
