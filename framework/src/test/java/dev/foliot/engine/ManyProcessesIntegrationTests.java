package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.process.ProcessFilter;
import dev.foliot.process.ProcessStatus;
import dev.foliot.process.checkout.CheckoutTest;
import dev.foliot.testsupport.FoliotTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** R24, R28 and R43 by numbers: each command once, whatever happens to the nodes. */
class ManyProcessesIntegrationTests extends CheckoutTest {
  private static final int SEGMENTS = 4;

  @Autowired private PlatformTransactionManager manager;

  @BeforeEach
  void severalSegments() {
    FoliotTables.forgetSubscriptions(jdbc);
    engine(50).register();
  }

  private EngineNode engine(int batchSize) {
    return EngineOf.copy(
        node, settings -> EngineOf.with(settings, batchSize, SEGMENTS, Duration.ofMillis(20)));
  }

  private void inOneTransaction(int instances, Raise step) {
    new TransactionTemplate(manager)
        .executeWithoutResult(
            status -> {
              for (int i = 0; i < instances; i++) {
                step.of("o" + i);
              }
            });
  }

  private interface Raise {
    void of(String orderId);
  }

  private void checkOut(int instances) {
    inOneTransaction(instances, this::placed);
    inOneTransaction(instances, this::reserved);
    inOneTransaction(instances, this::paid);
    inOneTransaction(instances, this::shipped);
  }

  private void assertEachIsDoneOnce(int instances) {
    assertThat(
            jdbc.queryForList(
                """
                select type || ' ' || count(*) || ' ' || count(distinct payload)
                  from foliot_message where kind = 2 group by type order by type""",
                String.class))
        .containsExactly(
            "ReserveStock %s %s".formatted(instances, instances),
            "ShipOrder %s %s".formatted(instances, instances),
            "TakePayment %s %s".formatted(instances, instances));
    assertThat(domain.processes().list(ProcessFilter.of("checkout").limit(instances)))
        .hasSize(instances)
        .allMatch(each -> each.status() == ProcessStatus.ENDED && each.transitions() == 4);
    assertThat(count("foliot_process_transition")).isEqualTo(4L * instances);
    assertThat(count("foliot_timer")).isZero();
    assertThat(count("foliot_process_early")).isZero();
  }

  private long count(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Long.class);
  }

  @Test
  void thousandInstancesSurviveAKill() {
    checkOut(1_000);
    abandon(engine(50), new Random(1), 60);
    assertThat(domain.processes().list(ProcessFilter.of("checkout").with(ProcessStatus.ENDED)))
        .as("killed in the middle")
        .hasSizeLessThan(1_000);

    engine(200).testCycles().run(3);

    assertEachIsDoneOnce(1_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void killedAgainAndAgainAtAnyStep(long seed) {
    Random random = new Random(seed);
    int instances = 12;
    checkOutInAnyOrder(instances, random);
    for (int kill = 0; kill < 12; kill++) {
      if (random.nextInt(3) == 0) {
        calls.during("reserved o" + random.nextInt(instances), ManyProcessesIntegrationTests::die);
      }
      abandon(engine(1 + random.nextInt(4)), random, random.nextInt(25));
      clock.advance(Duration.ofSeconds(1));
    }

    clock.advance(Duration.ofMinutes(1));
    engine(5).testCycles().run(3);

    assertEachIsDoneOnce(instances);
  }

  /** The start may come last but one, the end comes last. */
  private void checkOutInAnyOrder(int instances, Random random) {
    for (int i = 0; i < instances; i++) {
      List<Raise> steps = new ArrayList<>(List.of(this::placed, this::reserved, this::paid));
      Collections.shuffle(steps, random);
      String order = "o" + i;
      steps.forEach(each -> each.of(order));
    }
    for (int i = 0; i < instances; i++) {
      shipped("o" + i);
    }
  }

  private static void die() {
    throw new IllegalStateException("the node dies");
  }

  /** As if the process ended between two steps: nothing is saved, nothing is given back. */
  private void abandon(EngineNode killed, Random random, int steps) {
    OpenSegments open = killed.open(delivery -> {}, () -> 0.5);
    for (int i = 0; i < steps; i++) {
      open.feed().step();
      open.segments().get(random.nextInt(open.segments().size())).step();
    }
  }

  @Test
  void crashAfterEachStepOfATimeout() { // R41, R43: the timer is moved, then delivered
    int steps = 0;
    boolean wasDone = false;
    while (!wasDone) {
      beginAgain();
      engine(1).register();
      placed("o1");
      reserved("o1");
      engine(1).testCycles().run(1);
      clock.advance(Duration.ofMinutes(15));

      stepAll(engine(1), ++steps);
      wasDone = sent().size() == 5;
      engine(1).testCycles().run(3);

      assertThat(sent().stream().map(each -> each.replaceAll(" .*", "")).toList())
          .as("crash after %s steps", steps)
          .containsExactly(
              "ReserveStock", "TakePayment", "ReleaseStock", "ReleaseStock", "RejectOrder");
    }
    assertThat(steps).isGreaterThan(2);
  }

  /** Steps each part of the engine in turn, and stops there. */
  private static void stepAll(EngineNode killed, int steps) {
    OpenSegments open = killed.open(delivery -> {}, () -> 0.5);
    List<SteppedPart> parts = open.all();
    for (int i = 0; i < steps; i++) {
      open.feed().step();
      parts.get(i % parts.size()).step();
    }
  }

  @Test
  void twoNodesShareTheInstances() {
    EngineNode first = engine(20);
    EngineNode second = engine(20);
    first.start();
    second.start();
    try {
      inOneTransaction(100, this::placed);
      inOneTransaction(100, this::reserved);
      await().until(() -> count("foliot_process") > 0);
      first.stop();
      inOneTransaction(100, this::paid);
      inOneTransaction(100, this::shipped);

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  domain
                          .processes()
                          .list(ProcessFilter.of("checkout").with(ProcessStatus.ENDED).limit(200))
                          .size()
                      == 100);
    } finally {
      first.stop();
      second.stop();
    }

    assertEachIsDoneOnce(100);
  }
}
