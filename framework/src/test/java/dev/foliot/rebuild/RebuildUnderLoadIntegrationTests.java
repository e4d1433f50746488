package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** A rebuild comes to its end while events never cease to come. */
class RebuildUnderLoadIntegrationTests extends ShopTest {
  private static final int MOST_STEPS = 60;
  private static final int BATCH = 10;
  private static final int STALE = 2_000;

  @Autowired private PlatformTransactionManager manager;
  private int orders;

  @BeforeEach
  void fillStock() {
    domain.process(new Receive("p1", 1_000));
    for (int i = 0; i < 20; i++) {
      placeOne();
    }
  }

  @AfterEach
  void leaveNoTables() {
    RebuildTests.dropAll(domain, jdbc);
  }

  @ParameterizedTest(name = "{0} segments")
  @ValueSource(ints = {1, 3})
  void isSwitchedAlthoughAnEventComesBeforeEachStep(int segments) {
    begin(segments, RebuildOptions.beside());

    stepUntil(RebuildStatus.SWITCHED, segments);

    engine().run();
    assertThat(RebuildTests.board(jdbc)).hasSize(orders).allMatch(row -> row.endsWith(" 1"));
  }

  @ParameterizedTest(name = "{0} segments")
  @ValueSource(ints = {1, 3})
  void hasCaughtUpAlthoughAnEventComesBeforeEachStep(int segments) {
    begin(segments, RebuildOptions.beside().withoutSwitch());

    stepUntil(RebuildStatus.CAUGHT_UP, segments);

    domain.rebuilds().switchOver(domain.rebuilds().list().get(0).id());
    engine().run();
    assertThat(RebuildTests.board(jdbc)).hasSize(orders).allMatch(row -> row.endsWith(" 1"));
  }

  /** They end only after the switch, during which many rows move. */
  @Test
  void isSwitchedWhileWritersAndDeliveriesGoOn() throws Exception {
    insertStaleRows();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AtomicBoolean goesOn = new AtomicBoolean(true);
    node.start();
    try {
      Future<Integer> one = threads.submit(() -> write("a", goesOn));
      Future<Integer> other = threads.submit(() -> write("b", goesOn));
      RebuildParts parts = RebuildTests.parts(domain, new Transactions(manager), 500, 2);
      begin(parts, RebuildOptions.beside());
      Future<?> rebuild = threads.submit(() -> stepWhile(goesOn, parts));

      Awaitility.await()
          .atMost(Duration.ofMinutes(3)) // each try needs a moment without a delivery
          .until(() -> domain.rebuilds().list().get(0).status() == RebuildStatus.SWITCHED);

      assertThat(one.isDone() || other.isDone()).as("writers have ended").isFalse();
      goesOn.set(false);
      orders += one.get() + other.get();
      rebuild.get();
    } finally {
      goesOn.set(false);
      threads.shutdown();
      node.stop();
    }
    engine().run();
    assertThat(RebuildTests.board(jdbc)).hasSize(orders).allMatch(row -> row.endsWith(" 1"));
  }

  private void insertStaleRows() {
    jdbc.batchUpdate(
        "insert into shop$board (order_id, status, changes) values (?, 'stale', 0)",
        IntStream.range(0, STALE).mapToObj(i -> new Object[] {"stale" + i}).toList());
  }

  private int write(String writer, AtomicBoolean goesOn) {
    int written = 0;
    while (goesOn.get()) {
      String order = writer + written++;
      domain.process(new Receive("p-" + order, 1));
      domain.process(new Place(order, "p-" + order, 1));
    }
    return written;
  }

  private static Object stepWhile(AtomicBoolean goesOn, RebuildParts parts) {
    RebuildSteps steps = RebuildTests.steps(parts);
    while (goesOn.get()) {
      RebuildTests.step(steps);
    }
    steps.end();
    return steps;
  }

  private void stepUntil(RebuildStatus status, int segments) {
    RebuildSteps steps =
        RebuildTests.steps(RebuildTests.parts(domain, new Transactions(manager), BATCH, segments));
    int taken = 0;
    while (domain.rebuilds().list().get(0).status() != status) {
      assertThat(taken++).as("steps").isLessThan(MOST_STEPS);
      placeOne();
      steps.step();
    }
    steps.end();
  }

  private void begin(int segments, RebuildOptions options) {
    begin(RebuildTests.parts(domain, new Transactions(manager), BATCH, segments), options);
  }

  private static void begin(RebuildParts parts, RebuildOptions options) {
    new BeginRebuild(parts).begin(parts.projections().require(Board.class), options, null);
  }

  private void placeOne() {
    domain.process(new Place("o" + orders++, "p1", 1));
  }
}
