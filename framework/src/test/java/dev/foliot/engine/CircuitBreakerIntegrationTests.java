package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** R25: an outage of something that a handler needs parks nothing, and one poisoned key is none. */
class CircuitBreakerIntegrationTests extends ShopTest {
  private static final int ORDERS = 50;

  // A remote system is away for a minute; its handler has no idea
  @Test
  void outageParksNothing() {
    Instant back = START.plusSeconds(60);
    List<String> orders = placeAndCancel();
    orders.forEach(order -> failUntil(back, order));

    TestCycles run = engineWithBreaker(1).testCycles().runUntilIdle();

    assertThat(run.leftovers()).isEmpty();
    List<Step> steps = steps(run);
    assertThat(steps).extracting(Step::outcome).doesNotContain(Outcome.PARKED);
    assertThat(steps.stream().filter(step -> step.outcome() == Outcome.RETRY).count())
        .isLessThan(20); // four that count, and one for each pause
    assertHandledOnceInOrder(steps, orders);
    assertThat(steps.stream().mapToInt(Step::attempt).max()).hasValue(2);
  }

  @Test
  void outageParksNothingInSeveralSegments() {
    Instant back = START.plusSeconds(60);
    List<String> orders = placeAndCancel();
    orders.forEach(order -> failUntil(back, order));
    FoliotTables.forgetSubscriptions(jdbc);
    EngineNode engine = engineWithBreaker(4);
    engine.register();
    jdbc.update("update foliot_checkpoint set position = 0");
    jdbc.update("update foliot_subscription set since = 0");
    engine.register();

    TestCycles run = engine.testCycles().runUntilIdle();

    assertThat(run.leftovers()).isEmpty();
    assertHandledOnceInOrder(steps(run), orders);
    assertThat(steps(run)).extracting(Step::outcome).doesNotContain(Outcome.PARKED);
  }

  // The others go through in between
  @Test
  void poisonAmongHealthyOnesDoesNotOpenIt() {
    faults.fail("reservation", "o7", 100);
    placeAndCancel();

    TestCycles run = engineWithBreaker(1).testCycles().runUntilIdle();

    assertThat(run.leftovers())
        .singleElement()
        .returns(Leftover.What.PARKED, Leftover::what)
        .returns("order-o7", Leftover::key)
        .returns(5, Leftover::attempts);
    assertThat(steps(run).stream().filter(step -> step.outcome() == Outcome.HANDLED)).hasSize(98);
  }

  // Neither do many that the handler itself has given up
  @Test
  void decisionsOfTheHandlerDoNotOpenIt() {
    faults.decide(ErrorDecision.park());
    for (int i = 0; i < ORDERS; i++) {
      faults.fail("reservation", "o" + i, 1);
      domain.process(new Place("o" + i, "p1", 1));
    }

    TestCycles run = engineWithBreaker(1).testCycles().run(1);

    assertThat(run.leftovers()).hasSize(ORDERS);
    assertThat(steps(run)).hasSize(ORDERS);
  }

  // The first ones are poisoned: each try takes another key until it comes to a healthy one
  @Test
  void healthyMessagesBehindPoisonedOnesGetThrough() {
    for (int i = 0; i < 7; i++) {
      faults.fail("reservation", "o" + i, Integer.MAX_VALUE);
    }
    List<String> orders = placeAndCancel();

    TestCycles run = engineWithBreaker(1).testCycles().run(600);

    assertThat(steps(run).stream().filter(step -> step.outcome() == Outcome.HANDLED))
        .extracting(Step::streamId)
        .containsAll(orders.subList(7, ORDERS));
  }

  // Attempts are in the database, the breaker is not: a restart begins with a closed one
  @Test
  void restartWhileOpenCountsAtMostOneAttempt() {
    Instant back = START.plusSeconds(60);
    List<String> orders = placeAndCancel();
    orders.forEach(order -> failUntil(back, order));

    engineWithBreaker(1).testCycles().run(30);
    engineWithBreaker(1).testCycles().run(30);
    List<Integer> attempts =
        jdbc.queryForList("select attempts from foliot_held order by position", Integer.class);
    TestCycles after = engineWithBreaker(1).testCycles().runUntilIdle();

    assertThat(attempts).allMatch(each -> each <= 2);
    assertThat(attempts.stream().mapToInt(each -> each).sum()).isEqualTo(2 * 4);
    assertThat(after.leftovers()).isEmpty();
    assertHandledOnceInOrder(steps(after), orders);
  }

  // Off in test mode: a test in which every order fails expects them parked
  @Test
  void testModeHasNoneUnlessAsked() {
    placeAndCancel().forEach(order -> faults.fail("reservation", order, 100));

    TestCycles run = node.testCycles().runUntilIdle();

    assertThat(run.leftovers()).hasSize(ORDERS).allMatch(left -> left.attempts() == 5);
  }

  // On the engine's threads it is on by itself, and says so in the status
  @Test
  void runningEngineSaysThatItPausesAndGoesOn() {
    AtomicBoolean away = new AtomicBoolean(true);
    for (int i = 0; i < ORDERS; i++) {
      faults.during("reservation", "o" + i, () -> failIf(away.get()));
    }
    EngineNode running = EngineOf.copy(node, settings -> settings);
    running.start();
    try {
      placeAndCancel();
      await().atMost(Duration.ofSeconds(60)).until(() -> !running.status().pausing().isEmpty());

      assertThat(running.status().pausing())
          .containsOnlyKeys("reservation")
          .extractingByKey("reservation")
          .returns("java.lang.IllegalStateException: payments are away", CircuitStatus::lastError);
      away.set(false);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                clock.advance(Duration.ofSeconds(10));
                return jdbc.queryForObject("select count(*) from foliot_held", Long.class) == 0
                    && faults.calls().stream()
                            .filter(call -> call.startsWith("reservation "))
                            .filter(call -> call.endsWith(" cancelled"))
                            .count()
                        >= ORDERS;
              });
      await().until(() -> running.status().pausing().isEmpty());
    } finally {
      running.stop();
    }
  }

  private EngineNode engineWithBreaker(int segments) {
    return EngineOf.copy(
        node,
        settings ->
            EngineOf.withCircuitBreaker(
                EngineOf.with(settings, 500, segments, settings.pollInterval()),
                new CircuitBreakerSettings(
                    CircuitBreakerSettings.Use.ALWAYS,
                    5,
                    new RetryPolicy(
                        Integer.MAX_VALUE, Duration.ofSeconds(1), 2, Duration.ofSeconds(20), 0))));
  }

  private List<String> placeAndCancel() {
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      orders.add("o" + i);
      domain.process(new Place("o" + i, "p1", 1));
    }
    orders.forEach(order -> domain.process(new Cancel(order)));
    return orders;
  }

  private void failUntil(Instant back, String order) {
    Runnable call = () -> failIf(clock.instant().isBefore(back));
    faults.during("reservation", order, call);
    faults.during("reservation", order + " cancelled", call);
  }

  private static void failIf(boolean away) {
    if (away) {
      throw new IllegalStateException("payments are away");
    }
  }

  private static void assertHandledOnceInOrder(List<Step> steps, List<String> orders) {
    Map<String, List<String>> handled =
        steps.stream()
            .filter(step -> step.outcome() == Outcome.HANDLED)
            .collect(
                Collectors.groupingBy(
                    Step::streamId, Collectors.mapping(Step::messageType, Collectors.toList())));
    assertThat(handled).containsOnlyKeys(orders);
    assertThat(handled.values()).containsOnly(List.of("placed", "cancelled"));
  }

  private static List<Step> steps(TestCycles run) {
    return run.cycles().stream()
        .flatMap(cycle -> cycle.steps().stream())
        .filter(step -> step.subscription().equals("reservation"))
        .toList();
  }
}
