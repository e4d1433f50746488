package dev.foliot.sample.fraud;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.sample.dashboard.OrderDashboard;
import dev.foliot.sample.inventory.ReceiveStock;
import dev.foliot.sample.notification.Email;
import dev.foliot.sample.notification.FindEmails;
import dev.foliot.sample.order.OrderLine;
import dev.foliot.sample.order.OrderPlaced;
import dev.foliot.sample.order.PlaceOrder;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.TestClock;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.Workflows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Level 3, for a workflow that events start: the checks and the rest of the shop on one engine. */
// docs: test
@EngineTest
@Import({FlakyAgency.class, FlakyDesk.class})
class FraudEngineIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired Workflows workflows;
  @Autowired FlakyAgency agency;
  @Autowired FlakyDesk desk;

  @BeforeEach
  void goodsInStock() {
    agency.reset();
    desk.isBroken = false;
    domain.process(new ReceiveStock("pendulum", 100, "main"));
  }

  @Test
  void shipsAnOrderWithoutDoubts() {
    place("ord-1", "600.00");

    engine.run();

    assertThat(status("ord-1")).isEqualTo("shipped");
    assertThat(caseOf("ord-1").status()).isEqualTo(FraudStatus.GENUINE);
  }

  @Test
  void holdsAnOrderUntilAPersonClearsIt() {
    agency.complaints = 1;
    place("ord-1", "600.00");
    engine.run();
    assertThat(status("ord-1")).isEqualTo("confirmed");
    assertThat(domain.ask(new FindFraudCases(10)))
        .extracting(FraudCaseDetails::orderId, FraudCaseDetails::reason)
        .containsExactly(tuple("ord-1", "complaints of other shops"));
    assertThat(note("ord-1")).isEqualTo("complaints of other shops");

    domain.process(new DecideFraudCase("ord-1", true, "ann"));
    engine.run();

    assertThat(status("ord-1")).isEqualTo("shipped");
    assertThat(run("ord-1").status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  // docs: end
  @Test
  void paysBackAnOrderThatAPersonRefuses() {
    agency.complaints = 1;
    place("ord-1", "600.00");
    engine.run();

    domain.process(new DecideFraudCase("ord-1", false, "ann"));
    assertThat(engine.runFor(ofDays(1))).isQuiescent();

    assertThat(status("ord-1")).isEqualTo("cancelled");
    assertThat(note("ord-1")).isEqualTo("refused by ann");
  }

  @Test
  void paysBackAFraud() {
    agency.complaints = 2;
    place("ord-1", "600.00");

    assertThat(engine.run()).isQuiescent();

    assertThat(status("ord-1")).isEqualTo("cancelled");
    assertThat(run("ord-1").status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void paysBackAnOrderThatNobodyDecides() {
    agency.complaints = 1;
    place("ord-1", "600.00");

    assertThat(engine.runFor(ofDays(2))).isQuiescent();

    assertThat(status("ord-1")).isEqualTo("cancelled");
    assertThat(domain.ask(new FindFraudCases(10))).isEmpty();
  }

  @Test
  void checksNoSmallOrder() {
    place("ord-1", "500.00");

    engine.run();

    assertThat(workflows.list(RunFilter.of("fraud-check"))).isEmpty();
    assertThat(status("ord-1")).isEqualTo("shipped");
  }

  /** While another node has the first check, the second one waits. So it counts the first order. */
  @Test
  void checksTheOrdersOfACustomerOneAfterTheOther(@Autowired JdbcTemplate jdbc) {
    agency.meanwhile = () -> handOver(jdbc, Instant.parse("2100-01-01T00:00:00Z"));
    place("ord-1", "1500.00");
    place("ord-2", "1500.00");
    engine.run();
    assertThat(queuedChecks(jdbc)).isOne();

    agency.meanwhile = () -> {};
    jdbc.update("delete from foliot_node where node = 'other'");
    engine.run();

    assertThat(verdicts())
        .containsExactly("GENUINE no doubts", "UNSURE a large amount, large orders in one hour");
  }

  /** Lets another node have the check that this node executes, until its lease ends. */
  private static void handOver(JdbcTemplate jdbc, Instant leaseUntil) {
    OffsetDateTime until = leaseUntil.atOffset(ZoneOffset.UTC);
    jdbc.update(
        "insert into foliot_node (node, started_at, lease_until) values ('other', ?, ?)",
        until,
        until);
    jdbc.update(
        "update foliot_run set owner = 'other', fence = fence + 1 where workflow = 'fraud-check' and owner is not null");
  }

  /** Such as a step that is repeated after a crash. */
  @Test
  void opensOneCaseForAnOrder() {
    OrderPlaced placed = new OrderPlaced("ord-9", "cust-123", new BigDecimal("600.00"), List.of());

    desk.open(placed, "run-1", Instant.EPOCH);
    desk.open(placed, "run-2", Instant.EPOCH.plusSeconds(1));

    assertThat(caseOf("ord-9").runId()).isEqualTo("run-1");
    assertThat(desk.countOthers("cust-123", "ord-1", Instant.EPOCH.minusSeconds(1))).isOne();
  }

  /**
   * The two checks follow each other, whichever comes first, although another node takes the first
   * one over, and the agency fails.
   */
  @Test
  void givesTheSameVerdictsWhateverBreaks(
      @Autowired ApplicationContext application,
      @Autowired JdbcTemplate jdbc,
      @Autowired TestClock clock) {
    List<Integer> queued = new ArrayList<>();
    Simulation.of(application)
        .seeds(5)
        .comparing(shop -> verdicts())
        .run(
            shop -> {
              agency.reset();
              agency.failures = 1;
              agency.meanwhile =
                  () -> {
                    agency.meanwhile = () -> queued.add(queuedChecks(jdbc));
                    handOver(jdbc, clock.instant().plusSeconds(10));
                  };
              shop.process(new ReceiveStock("pendulum", 100, "main"));
              shop.inAnyOrder(
                  () -> shop.process(order("ord-1", "1500.00")),
                  () -> shop.process(order("ord-2", "1500.00")));
            })
        .thenAlways(
            shop ->
                assertThat(verdicts())
                    .containsExactly("FRAUD no decision in time", "GENUINE no doubts"));
    assertThat(queued).as("checks that wait for the other one").contains(1);
  }

  @Test
  void endsTheCheckOfAnOrderThatIsNotPaid() {
    agency.complaints = 1;
    place("ord-1", "2000.01");

    engine.run();

    assertThat(status("ord-1")).isEqualTo("cancelled");
    assertThat(run("ord-1").status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(caseOf("ord-1").status()).isEqualTo(FraudStatus.CLOSED);
  }

  @Test
  void endsTheCheckOfAnOrderThatIsOutOfStock() {
    agency.complaints = 1;
    domain.process(
        new PlaceOrder(
            "ord-1", "cust-123", new BigDecimal("600.00"), List.of(new OrderLine("anvil", 1))));

    engine.run();

    assertThat(status("ord-1")).isEqualTo("rejected");
    assertThat(run("ord-1").status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(domain.ask(new FindFraudCases(10))).isEmpty();
  }

  // docs: letter
  @Test
  void writesOneLetterAboutSeveralOrders() {
    agency.complaints = 1;
    place("ord-1", "600.00");
    engine.runFor(ofSeconds(50));
    place("ord-2", "600.00");
    engine.runFor(ofSeconds(59));
    assertThat(domain.ask(new FindEmails(10))).isEmpty();

    engine.runFor(ofSeconds(1));

    assertThat(domain.ask(new FindEmails(10)))
        .extracting(Email::recipient, Email::text)
        .containsExactly(
            tuple("cust-123", "We look at 2 of your orders again, and ship them later."));
    assertThat(workflows.list(RunFilter.of("delay-letter")))
        .extracting(RunSummary::status)
        .containsExactlyInAnyOrder(RunStatus.SKIPPED, RunStatus.SUCCEEDED);
  }

  // docs: end
  @Test
  void writesNoLetterAfterTheDecision() {
    agency.complaints = 1;
    place("ord-1", "600.00");
    engine.run();
    domain.process(new DecideFraudCase("ord-1", false, "ann"));

    assertThat(engine.runFor(ofMinutes(1))).isQuiescent();

    assertThat(domain.ask(new FindEmails(10))).isEmpty();
  }

  @Test
  void asksAPersonIfTheCheckFails() {
    desk.isBroken = true;
    place("ord-1", "600.00");

    engine.runFor(ofMinutes(30));

    assertThat(run("ord-1").status()).isEqualTo(RunStatus.FAILED);
    assertThat(caseOf("ord-1").reason()).isEqualTo("the check has failed");
    domain.process(new DecideFraudCase("ord-1", true, "ann"));
    engine.run();
    assertThat(status("ord-1")).isEqualTo("shipped");
  }

  /** The verdicts about both orders, without the orders. */
  private List<String> verdicts() {
    return Stream.of("ord-1", "ord-2")
        .map(this::caseOf)
        .map(each -> each.status() + " " + each.reason())
        .sorted()
        .toList();
  }

  private static int queuedChecks(JdbcTemplate jdbc) {
    return jdbc.queryForObject(
        "select count(*) from foliot_run where workflow = 'fraud-check' and queue is not null",
        Integer.class);
  }

  // docs: test
  private void place(String orderId, String total) {
    domain.process(order(orderId, total));
  }

  private static PlaceOrder order(String orderId, String total) {
    return new PlaceOrder(
        orderId, "cust-123", new BigDecimal(total), List.of(new OrderLine("pendulum", 1)));
  }

  private String status(String orderId) {
    return domain.viewFor(OrderDashboard.class).get(orderId).status();
  }

  private String note(String orderId) {
    return domain.viewFor(OrderDashboard.class).get(orderId).note();
  }

  private FraudCaseDetails caseOf(String orderId) {
    return domain.ask(new FindFraudCase(orderId));
  }

  private RunSummary run(String orderId) {
    return workflows.show(caseOf(orderId).runId()).orElseThrow().run();
  }

  // docs: end
}
