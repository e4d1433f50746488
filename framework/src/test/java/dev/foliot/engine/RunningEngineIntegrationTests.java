package dev.foliot.engine;

import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.Engine;
import dev.foliot.failure.Thrown;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.time.SteppableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine on threads of its own: awake at once, parallel by key, stopping gracefully. */
class RunningEngineIntegrationTests extends ShopTest {
  private static final long AT_MOST_SECONDS = 60;

  private final LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private EngineNode running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.stop();
    }
  }

  // R30: the poll interval is an hour, so only the commit can have woken the engine
  @Test
  void commitWakesEngineAtOnce() throws Exception {
    start(500, 1, Duration.ofHours(1));

    inThisJvm(() -> domain.process(new Place("o1", "p1", 1)));

    await("board-projector", 1);
    assertThat(domain.viewFor(Board.class).get("o1").status()).isEqualTo("placed");
  }

  // R23: messages of one key one at a time and in order, different keys in parallel
  @Test
  void segmentsRunInParallelAndKeepEachKeysOrder() throws Exception {
    Map<String, AtomicInteger> perKey = new ConcurrentHashMap<>();
    AtomicInteger overlaps = new AtomicInteger();
    for (int chain = 0; chain < 8; chain++) {
      for (int hop = 1; hop <= 10; hop++) {
        String key = "c" + chain;
        faults.during("hopper", key + " " + hop, () -> noteOverlap(perKey, key, overlaps));
      }
    }
    start(3, 4, Duration.ofMillis(20));

    for (int chain = 0; chain < 8; chain++) {
      domain.process(new Hop("c" + chain, 10));
    }

    await("hopper", 80);

    assertThat(overlaps).hasValue(0);
    for (int chain = 0; chain < 8; chain++) {
      List<String> expected = new ArrayList<>();
      for (int hop = 1; hop <= 10; hop++) {
        expected.add("hopper c" + chain + " " + hop);
      }
      String prefix = "hopper c" + chain + " ";
      assertThat(faults.calls()).filteredOn(call -> call.startsWith(prefix)).isEqualTo(expected);
    }
  }

  private static void noteOverlap(
      Map<String, AtomicInteger> perKey, String key, AtomicInteger overlaps) {
    AtomicInteger running = perKey.computeIfAbsent(key, each -> new AtomicInteger());
    if (running.incrementAndGet() > 1) {
      overlaps.incrementAndGet();
    }
    running.decrementAndGet();
  }

  // R23: a row that orders and stocks feed has one sequence, whichever stream a message is from
  @Test
  void declaredKeyOrdersMessagesOfSeveralStreams() throws Exception {
    int orders = 20;
    for (int i = 0; i < orders; i++) {
      domain.process(new Receive("p" + i, 10));
    }
    start(2, 4, Duration.ofMillis(20));

    for (int i = 0; i < orders; i++) {
      domain.process(new Place("o" + i, "p" + i, 1));
    }

    await("board-projector", 2 * orders);
    for (int i = 0; i < orders; i++) {
      String order = "o" + i;
      assertThat(domain.viewFor(Board.class).get(order).status()).isEqualTo("reserved");
      assertThat(faults.calls())
          .filteredOn(
              call -> call.equals("board " + order) || call.startsWith("board " + order + " "))
          .containsExactly("board " + order, "board " + order + " reserved");
    }
  }

  // R23: two keys of different segments really are in their handlers at the same time
  @Test
  void differentKeysRunAtTheSameTime() throws Exception {
    List<String> keys = keysOfDifferentSegments(2);
    CountDownLatch both = new CountDownLatch(2);
    for (String key : keys) {
      faults.during("hopper", key + " 1", () -> meet(both));
    }
    start(1, 2, Duration.ofMillis(20));

    keys.forEach(key -> domain.process(new Hop(key, 1)));

    await("hopper", 2);
    assertThat(both.getCount()).isZero();
  }

  private static List<String> keysOfDifferentSegments(int segments) {
    String first = "k0";
    for (int i = 1; ; i++) {
      String other = "k" + i;
      if (Subscription.segmentOf("chain-" + other, segments)
          != Subscription.segmentOf("chain-" + first, segments)) {
        return List.of(first, other);
      }
    }
  }

  private static void meet(CountDownLatch both) {
    both.countDown();
    awaitLatch(both);
  }

  // R29
  @Test
  void stopFinishesBatchInHand() throws Exception {
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    faults.during(
        "board",
        "o1",
        () -> {
          inHandler.countDown();
          awaitLatch(goOn);
        });
    start(500, 1, Duration.ofMillis(20));
    domain.process(new Place("o1", "p1", 1));
    awaitLatch(inHandler);

    Thread stopping = new Thread(running::stop);
    stopping.start();
    goOn.countDown();
    stopping.join();

    assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
    assertThat(jdbc.queryForList("select owner from foliot_segment", String.class))
        .containsOnlyNulls();
    assertThat(engine().run().steps())
        .extracting(Step::subscription)
        .doesNotContain("board-projector");
  }

  // R29, R25: what does not end in time cannot commit, and its interruption is no attempt
  @Test
  void stopGivesUpWhatDoesNotFinish() throws Exception {
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    faults.during(
        "board",
        "o1",
        () -> {
          inHandler.countDown();
          try {
            awaitLatch(new CountDownLatch(1));
          } finally {
            interrupted.countDown();
          }
        });
    start(settings -> EngineOf.withShutdownTimeout(settings, Duration.ofMillis(1)));
    domain.process(new Place("o1", "p1", 1));
    awaitLatch(inHandler);

    running.stop();

    awaitLatch(interrupted);
    faults.reset();
    assertThat(engine().run().steps())
        .filteredOn(step -> step.subscription().equals("board-projector"))
        .extracting(Step::attempt, Step::outcome)
        .containsExactly(tuple(1, Outcome.HANDLED));
  }

  // nothing that is thrown ends them, but whoever can interrupt them does
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void isDeadWithoutOneOfItsThreads(int which) throws Exception {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    running =
        EngineOf.like(node)
            .threads(
                work -> {
                  Thread thread = new Thread(work, "mortal");
                  thread.setDaemon(true);
                  threads.add(thread);
                  return thread;
                })
            .node();
    assertThat(running.isDead()).as("before the start").isFalse();
    running.start();
    assertThat(running.isDead()).isFalse();

    threads.get(which).interrupt();
    threads.get(which).join(TimeUnit.SECONDS.toMillis(AT_MOST_SECONDS));

    assertThat(running.isDead()).isTrue();
    running.stop();
    assertThat(running.isDead()).as("it was stopped").isFalse();
  }

  // an interrupt may come while the database is away
  @Test
  void isDeadWithoutItsThreadThatWaitsToTryAgain() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    MicrosecondClock broken =
        new MicrosecondClock(
            new SteppableClock(START) {
              @Override
              public Instant instant() {
                failed.countDown();
                throw new IllegalStateException("no time today");
              }
            });
    running =
        EngineOf.like(node)
            .clock(broken)
            .threads(
                work -> {
                  Thread thread = new Thread(work, "mortal");
                  threads.add(thread);
                  return thread;
                })
            .node();
    running.start();
    awaitLatch(failed);

    threads.get(0).interrupt();
    threads.get(0).join(TimeUnit.SECONDS.toMillis(AT_MOST_SECONDS));

    assertThat(running.isDead()).isTrue();
  }

  // The thread that looks goes on, whatever is thrown at it
  @ParameterizedTest
  @EnumSource
  void errorDoesNotEndTheEngine(Thrown error) throws Exception {
    CountDownLatch thrown = new CountDownLatch(1);
    Clock broken =
        new SteppableClock(START) {
          @Override
          public Instant instant() {
            if (thrown.getCount() > 0) {
              thrown.countDown();
              error.now();
            }
            return super.instant();
          }
        };
    Membership member = EngineOf.copy(node, settings -> settings).join(deliveries::add, () -> 0.5);
    EngineParts parts = node.parts();
    RunUntilStopped run =
        new RunUntilStopped(
            member,
            parts.settings(),
            new PollPause(parts.settings().pollInterval(), () -> false),
            with(parts.node(), new MicrosecondClock(broken), parts.node().nanoTime()));
    run.start();
    try {
      awaitLatch(thrown);

      domain.process(new Place("o1", "p1", 1));

      await("board-projector", 1);
    } finally {
      run.stop();
    }
  }

  // R25: the retry comes by itself, on the real time of the threads
  @Test
  void retriesByItself() throws Exception {
    faults.fail("reservation", "o1", 1);
    start(500, 1, Duration.ofMillis(20));
    domain.process(new Place("o1", "p1", 1));
    awaitOutcome("reservation", Outcome.RETRY);

    clock.advance(Duration.ofSeconds(1));

    awaitOutcome("reservation", Outcome.HANDLED);
  }

  @Test
  void relaysAndDeliversPublishedEvents() throws Exception {
    start(500, 1, Duration.ofMillis(20));
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));

    await("cancellation-mails", 1);

    assertThat(faults.calls()).containsOnlyOnce("mail o1");
  }

  @Test
  void startAndStopMayBeRepeated() throws Exception {
    start(500, 1, Duration.ofMillis(20));
    running.start();
    running.stop();
    running.stop();
    running.start();
    inThisJvm(() -> domain.process(new Place("o1", "p1", 1)));

    await("board-projector", 1);
    assertThat(running.status().running()).isTrue();
    assertThat(running.status().subscriptions()).allMatch(SubscriptionStatus::owned);
  }

  private static LocalNode with(LocalNode node, MicrosecondClock clock, LongSupplier nanoTime) {
    return new LocalNode(
        node.name(), node.heartbeats(), node.leaseClock(), clock, nanoTime, node.threads());
  }

  // A commit that comes later wakes the engine again
  @Test
  void newEventIsFoundByOneLook() {
    EngineParts parts = node.parts();
    Membership member = node.join(delivery -> {}, () -> 0.5);
    RunUntilStopped run =
        new RunUntilStopped(
            member,
            parts.settings(),
            new PollPause(parts.settings().pollInterval(), () -> false),
            parts.node());
    domain.process(new Receive("p1", 5)); // before it there may be a hole
    lookUntilNothingIsLeft(run);
    domain.process(new Receive("p1", 5));
    long head = member.open().feed().head();
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();

    // While all segments are busy, a look is postponed and reads nothing.
    Awaitility.await()
        .until(
            () -> {
              lookUntilNothingIsLeft(run);
              return member.open().feed().head() > head;
            });

    List<String> statements = counting.statements();
    run.stop();
    assertThat(member.open().feed().head()).isGreaterThan(head);
    assertThat(statements).filteredOn(sql -> sql.contains("m.position > ?")).hasSize(1);
  }

  @Test
  void commitWhileAllSegmentsAreBusyCostsNoRead() {
    CountDownLatch free = new CountDownLatch(1);
    LocalNode standing = with(node.parts().node(), node.parts().node().clock(), () -> 0);
    LocalNode waiting =
        new LocalNode(
            standing.name(),
            standing.heartbeats(),
            standing.leaseClock(),
            standing.clock(),
            standing.nanoTime(),
            work -> new Thread(() -> runWhen(free, work)));
    Membership member = node.join(delivery -> {}, () -> 0.5);
    RunUntilStopped run =
        new RunUntilStopped(
            member,
            node.parts().settings(),
            new PollPause(node.parts().settings().pollInterval(), () -> false),
            waiting);
    domain.process(new Receive("p1", 5));
    lookUntilNothingIsLeft(run);
    long head = member.open().feed().head();

    domain.process(new Receive("p1", 5));
    run.step(true);
    long whileBusy = member.open().feed().head();
    free.countDown();
    Awaitility.await()
        .until(() -> !run.step(true) && member.open().feed().head() > head); // by one of its steps
    run.stop();

    assertThat(whileBusy).isEqualTo(head);
  }

  private static void runWhen(CountDownLatch free, Runnable work) {
    try {
      free.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    work.run();
  }

  private static void lookUntilNothingIsLeft(RunUntilStopped run) {
    boolean more = true;
    while (more) {
      more = run.step(true);
    }
  }

  // R30: nobody works, only the time passes; the shop publishes, so the outbox is looked
  // at. Once a second the node looks who owns what.
  @Test
  void idlePollIsOneQuery() {
    EngineParts parts = node.parts();
    AtomicLong nanos = new AtomicLong();
    Membership member =
        EngineOf.like(node).nanoTime(nanos::get).node().join(delivery -> {}, () -> 0.5);
    RunUntilStopped run =
        new RunUntilStopped(
            member,
            parts.settings(),
            new PollPause(parts.settings().pollInterval(), () -> false),
            with(parts.node(), parts.node().clock(), nanos::get));
    while (run.step(true)) {
      assertThat(member.open().feed().head()).isNotNegative();
    }
    assertThat(member.open().segments()).isNotEmpty();
    int works = member.open().works().size();
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();

    int polls = 60; // within the lease
    for (int i = 0; i < polls; i++) {
      nanos.addAndGet(parts.settings().pollInterval().toNanos());
      run.step(false);
    }
    List<String> statements = counting.statements();
    run.stop();

    assertThat(parts.settings().pollInterval()).isEqualTo(Duration.ofMillis(100));
    assertThat(statements)
        .filteredOn(sql -> sql.contains("foliot_node_subscription k"))
        .hasSizeBetween(5, 6);
    // Works look on other threads, and not again while their last look runs. The first looks of
    // those that look once a minute may come late, as may one look of each other work.
    Map<Boolean, List<String>> looks =
        statements.stream()
            .filter(sql -> sql.startsWith("select"))
            .collect(partitioningBy(RunningEngineIntegrationTests::isRare));
    assertThat(looks.get(false)).hasSizeBetween(polls * 2 / 5, polls + 6 + works);
    assertThat(looks.get(true)).hasSizeLessThan(10);
  }

  private static boolean isRare(String sql) {
    return Stream.of("foliot_rebuild", "foliot_process", "SCHEMATA", "pg_namespace", "version from")
        .anyMatch(sql::contains);
  }

  // R23: one node runs while another starts with a new number of segments
  @Test
  void segmentsAreChangedAtAStart() throws Exception {
    start(500, 1, Duration.ofMillis(20));
    domain.process(new Hop("c1", 3));
    await("hopper", 3);
    EngineNode before = running;

    running =
        EngineOf.copy(
            node,
            deliveries::add,
            settings -> EngineOf.with(settings, 500, 3, Duration.ofMillis(20)));
    running.register();
    running.start();
    before.stop();
    domain.process(new Hop("c2", 3));
    await("hopper", 3);

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(running.status().subscriptions())
                    .filteredOn(status -> status.subscription().equals("hopper"))
                    .hasSize(3));
  }

  // R34
  @Test
  void engineOnThreadsRefusesToBeStepped() {
    assertThatThrownBy(() -> Engine.onThreads(node).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Use Engine.inTestMode(domain)");
  }

  private void start(int batchSize, int segments, Duration poll) {
    start(settings -> EngineOf.with(settings, batchSize, segments, poll));
  }

  private void start(UnaryOperator<EngineSettings> change) {
    FoliotTables.forgetSubscriptions(jdbc);
    running = EngineOf.copy(node, deliveries::add, change);
    running.start();
  }

  /** The application's commits wake its own node; pass that on to the one that is tested. */
  private void inThisJvm(Runnable command) {
    node.onCommit(List.of(running));
    try {
      command.run();
    } finally {
      node.onCommit(List.of());
    }
  }

  private void await(String subscription, int count) throws InterruptedException {
    for (int seen = 0; seen < count; ) {
      Delivery delivery = next(subscription);
      assertThat(delivery.outcome()).isEqualTo(Outcome.HANDLED);
      seen++;
    }
  }

  private void awaitOutcome(String subscription, Outcome outcome) throws InterruptedException {
    assertThat(next(subscription).outcome()).isEqualTo(outcome);
  }

  private Delivery next(String subscription) throws InterruptedException {
    while (true) {
      Delivery delivery = deliveries.poll(AT_MOST_SECONDS, TimeUnit.SECONDS);
      assertThat(delivery).as("a delivery to %s", subscription).isNotNull();
      if (delivery.subscription().equals(subscription)) {
        return delivery;
      }
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(AT_MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
