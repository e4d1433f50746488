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
import dev.foliot.sample.report.DailyReport;
import dev.foliot.sample.report.FindReports;
import dev.foliot.sample.report.NightlyReport;
import dev.foliot.test.EngineTest;
import dev.foliot.test.TestClock;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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
  @Autowired NightlyReport nightlyReport;

  @BeforeEach
  void goodsInStock() {
    provider.reset();
    domain.process(new ReceiveStock("pendulum", 10, "main"));
  }

  @Test
  void fillsTheDashboard() {
    place("ord-1");
    assertThat(domain.viewFor(OrderDashboard.class).find("ord-1")).isEmpty(); // not delivered yet

    EngineRun run = engine.run();

    assertThat(run.cycles()).hasSize(3);
    assertThat(run)
        .handled("checkout", 5) // placed, reserved, authorised, confirmed, shipped
        .handled("order-command-handler", 2) // confirm, mark as shipped
        .handled("order-dashboard-projector", 4)
        .process("checkout", "ord-1")
        .hasEnded();
    assertThat(status("ord-1")).isEqualTo("shipped");
    assertThat(engine.runUntilIdle()).isQuiescent(); // two weeks later: the review
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

    assertThat(engine.runUntilIdle()).isQuiescent().handled("stock-level-projector", 3);

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

    assertThat(engine.runUntilIdle()).isQuiescent().handledInOrder("live", "imp-1");
  }

  // docs: end
  /** {@code @OnError}: an answer that is missing now comes later. */
  @Test
  void asksAProviderAgainThatWasAway() {
    provider.failNext(new PaymentProviderUnavailableException("test"), 1);
    place("ord-1");

    EngineRun run = engine.runUntilIdle();

    assertThat(run).retried("payment-command-handler", 1).isQuiescent();
    Cycle second = run.cycles().get(1);
    assertThat(second.at()).isEqualTo(TestClock.START.plusMillis(100)); // not before
    assertThat(second.steps()).first().extracting(Step::attempt).isEqualTo(2);
    assertThat(status("ord-1")).isEqualTo("shipped");
    assertThat(provider.keys()).hasSize(1); // twice, but nobody is charged twice
  }

  // docs: parked
  @Test
  void parksPaymentThatFailsAtEachAttempt() {
    provider.failNext(new PaymentProviderUnavailableException("test"), 5);
    place("ord-1");

    EngineRun run = engine.runFor(Duration.ofMinutes(1));

    assertThat(run).retried("payment-command-handler", 4).parked("payment-command-handler", 1);
    assertThat(status("ord-1")).isEqualTo("reserved");
  }

  // docs: end
  // docs: time
  @Test
  void cancelsOrderThatIsNotPaidInTime() {
    provider.failNext(new PaymentProviderUnavailableException("test"), 5);
    place("ord-1");

    assertThat(engine.runFor(Duration.ofMinutes(14)))
        .parked("payment-command-handler", 1)
        .process("checkout", "ord-1")
        .hasTimer("payment");
    assertThat(engine.runFor(Duration.ofMinutes(1))).process("checkout", "ord-1").hasEnded();

    assertThat(status("ord-1")).isEqualTo("cancelled");
    assertThat(domain.repositoryFor(Inventory.class).get("pendulum").available()).isEqualTo(10);
  }

  // docs: end
  @Test
  void makesAReportEachNight() {
    nightlyReport.declare();
    place("ord-1");

    engine.runFor(Duration.ofDays(1));

    List<DailyReport> reports = domain.ask(new FindReports(10));
    assertThat(reports)
        .extracting(DailyReport::reportDay, DailyReport::orders)
        .containsExactly(tuple(LocalDate.of(2026, 1, 2), Map.of("shipped", 1L)));
  }

  /** {@code @OnError}: what is not the provider's absence is parked at once. */
  @Test
  void keepsAsideOneOrderWhileOthersGoOn() {
    provider.failNext(new IllegalStateException("a bug"), 1);
    place("ord-1");
    place("ord-2");

    EngineRun run = engine.run();

    assertThat(run).retried("payment-command-handler", 0).parked("payment-command-handler", 1);
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
