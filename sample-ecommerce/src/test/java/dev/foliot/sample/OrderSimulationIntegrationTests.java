package dev.foliot.sample;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.CommandOptions;
import dev.foliot.message.Priority;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.inventory.StockLevel;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.sample.payment.PaymentProviderUnavailableException;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

/** Whatever breaks on up to three nodes, and whatever meets what: the same orders are shipped. */
// docs: test
@EngineTest
@Import(FlakyPaymentProvider.class)
class OrderSimulationIntegrationTests {
  private static final CommandOptions BULK = CommandOptions.priority(Priority.BACKFILL);

  @Autowired ApplicationContext application;
  @Autowired FlakyPaymentProvider provider;

  @Test
  void chargesAndShipsEachOrderOnce() {
    Simulation.of(application)
        .seeds(50)
        .crashes(atEveryCommit())
        .run(
            shop -> {
              provider.reset();
              shop.process(new ReceiveStock("pendulum", 10, "main"));
              shop.inAnyOrder(
                  () -> shop.process(order("ord-1")),
                  () -> shop.process(order("ord-2")),
                  () -> shop.process(order("imp-1"), BULK),
                  () -> shop.process(order("imp-2"), BULK),
                  () -> provider.failNext(new PaymentProviderUnavailableException("test"), 1));
            })
        .thenAlways(
            shop -> {
              for (String order : List.of("ord-1", "ord-2", "imp-1", "imp-2")) {
                assertThat(shop.viewFor(OrderDashboard.class).get(order).status())
                    .isEqualTo("shipped");
              }
              assertThat(shop.viewFor(StockLevel.class).get("pendulum").available()).isEqualTo(6);
              assertThat(provider.keys()).hasSize(4); // a repeated call does not charge again
            });
  }

  private static PlaceOrder order(String orderId) {
    return new PlaceOrder(
        orderId, "cust-123", new BigDecimal("36.00"), List.of(new OrderLine("pendulum", 1)));
  }

  // docs: end
  @Test
  void paysBackWhatNobodyApproves() {
    Simulation.of(application)
        .seeds(1)
        .crashes(atEveryCommit())
        .run(
            shop -> {
              provider.reset();
              shop.process(new ReceiveStock("pendulum", 10, "main"));
              shop.process(
                  new PlaceOrder(
                      "ord-1",
                      "cust-123",
                      new BigDecimal("1500.00"),
                      List.of(new OrderLine("pendulum", 1))));
            })
        .thenAlways(
            shop -> {
              assertThat(shop.viewFor(OrderDashboard.class).get("ord-1").note())
                  .isEqualTo("no answer in time: approval");
              assertThat(shop.viewFor(StockLevel.class).get("pendulum").available()).isEqualTo(10);
              assertThat(provider.refunds()).containsValue(new BigDecimal("1500.00")).hasSize(1);
            });
  }
  // docs: test
}
// docs: end
