package dev.foliot.sample;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.engine.Cycle;
import dev.foliot.engine.Step;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.imports.OrderImport;
import dev.foliot.sample.inventory.Inventory;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.inventory.StockLevel;
import dev.foliot.sample.notification.Email;
import dev.foliot.sample.notification.FindEmails;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.sample.payment.PaymentProviderUnavailableException;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Level 3: the real engine, which moves when the test says so, on the test's clock. */
// docs: test
@EngineTest
@Import(FlakyPaymentProvider.class)
class OrderEngineIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired FlakyPaymentProvider provider;
  @Autowired OrderImport imports;
  @Autowired AggregateCache aggregates;
  @Autowired JdbcTemplate jdbc;

  @BeforeEach
  void goodsInStock() {
    provider.reset();
    domain.process(new ReceiveStock("pendulum", 10, "main"));
  }

  @Test
  void fillsTheDashboard() {
    place("ord-1");
    assertThat(domain.viewFor(OrderDashboard.class).find("ord-1")).isEmpty(); // nobody has read it

    EngineRun run = engine.run();

    assertThat(run.cycles()).hasSize(3);
    assertThat(run)
        .isQuiescent()
        .handled("inventory", 2) // placed, shipped
        .handled("payment", 2) // reserved, authorised
        .handled("shipping", 2) // confirmed, shipped
        .handled("order-dashboard-projector", 4);
    assertThat(status("ord-1")).isEqualTo("shipped");
  }

  // docs: end
  /** The delivery was stored when the shop had one warehouse, and did not name it. */
  @Test
  void shipsWhatAnEarlierVersionOfTheShopReceived() {
    jdbc.update(
        """
        update foliot_message
        set type_version = 1, payload = '{"productId": "pendulum", "quantity": 10}'
        where type = 'stock-received'""");
    place("ord-1");

    assertThat(engine.run()).isQuiescent().handled("stock-level-projector", 3);

    assertThat(status("ord-1")).isEqualTo("shipped");
    assertThat(domain.viewFor(StockLevel.class).get("pendulum").available()).isEqualTo(9);
  }

  /** {@code snapshotEvery}: the events that it holds need not be read. */
  @Test
  void loadsALongHistoryFromItsSnapshot() {
    for (int delivery = 2; delivery <= 105; delivery++) {
      domain.process(new ReceiveStock("pendulum", 10, "main"));
    }
    aggregates.clear();
    jdbc.update("delete from foliot_message where stream_version <= 100");

    assertThat(jdbc.queryForList("select version from foliot_snapshot", Long.class))
        .containsExactly(100L);
    assertThat(domain.repositoryFor(Inventory.class).get("pendulum").available()).isEqualTo(1050);
  }

  @Test
  void writesALetterWhenTheShipmentIsPublished() {
    place("ord-1");

    engine.run();

    List<Email> emails = domain.ask(new FindEmails(10));
    assertThat(emails)
        .extracting(Email::recipient, Email::text)
        .containsExactly(tuple("cust-123", "Your order ord-1 is on its way: TRACK-ord-1."));
  }

  // docs: lanes
  @Test
  void handlesAnImportAfterLiveOrders() throws IOException {
    imports.run(
        new StringReader(
            """
            orderId,customerId,total,lines
            imp-1,cust-7,36.00,pendulum:1
            """));
    place("live");

    assertThat(engine.run()).isQuiescent().handledInOrder("live", "imp-1");
  }

  // docs: end
  /** {@code @OnError}: an answer that is missing now comes later. */
  @Test
  void asksAProviderAgainThatWasAway() {
    provider.failNext(new PaymentProviderUnavailableException("test"), 1);
    place("ord-1");

    EngineRun run = engine.run();

    assertThat(run).retried("payment", 1).isQuiescent();
    Cycle second = run.cycles().get(1);
    assertThat(second.at()).isEqualTo(TestClock.START.plusMillis(100)); // not before
    assertThat(second.steps()).first().extracting(Step::attempt).isEqualTo(2);
    assertThat(status("ord-1")).isEqualTo("shipped");
    assertThat(provider.keys()).hasSize(1); // twice, but nobody is charged twice
  }

  // docs: parked
  @Test
  void keepsAsideWhatTheProviderNeverAnswers() {
    provider.failNext(new PaymentProviderUnavailableException("test"), 5);
    place("ord-1");

    EngineRun run = engine.runUntilIdle();

    assertThat(run).retried("payment", 4).parked("payment", 1);
    assertThat(status("ord-1")).isEqualTo("reserved");
  }

  // docs: end
  /** {@code @OnError}: what is not the provider's absence is parked at once. */
  @Test
  void keepsAsideOneOrderWhileOthersGoOn() {
    provider.failNext(new IllegalStateException("a bug"), 1);
    place("ord-1");
    place("ord-2");

    EngineRun run = engine.run();

    assertThat(run).retried("payment", 0).parked("payment", 1);
    assertThat(status("ord-1")).isEqualTo("reserved");
    assertThat(status("ord-2")).isEqualTo("shipped");
  }

  // docs: test
  private void place(String orderId) {
    domain.process(
        new PlaceOrder(
            orderId, "cust-123", new BigDecimal("36.00"), List.of(new OrderLine("pendulum", 1))));
  }

  private String status(String orderId) {
    return domain.viewFor(OrderDashboard.class).get(orderId).status();
  }
}
  // docs: end
