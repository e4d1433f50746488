package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.message.Priority;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.operation.MovePlan;
import dev.foliot.operation.SubscriptionReport;
import dev.foliot.operation.Subscriptions;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** R23 and R28: the number of segments is changed at any start, and nothing is lost or repeated. */
class ChangeSegmentsIntegrationTests extends ShopTest {
  private static final CommandOptions BULK = CommandOptions.priority(Priority.BACKFILL);

  @Autowired private Subscriptions subscriptions;

  @Test
  void handlesTheRestOnceAfterSegmentsWereDifferentlyFar() {
    place(8);
    stepOnly(3, Subscription.segmentOf("order-o0", 3));

    withSegments(2).testCycles().run(3);

    assertThat(calls("reservation")).hasSize(8).doesNotHaveDuplicates();
    assertThat(checkpoints("reservation")).hasSize(4);
  }

  @Test
  void remembersEachFormerNumberUntilAllHavePassedIt() {
    place(8);
    stepOnly(3, Subscription.segmentOf("order-o0", 3));
    stepOnly(4, Subscription.segmentOf("order-o7", 4));
    withSegments(2).register();
    assertThat(formerLayouts("reservation")).isEqualTo(2);

    withSegments(2).testCycles().run(3);
    node.register();

    assertThat(calls("reservation")).hasSize(8).doesNotHaveDuplicates();
    assertThat(formerLayouts("reservation")).isZero();
  }

  @Test
  void equalSegmentsLeaveNothingToRemember() {
    place(4);
    withSegments(3).testCycles().run(3);

    withSegments(2).register();

    assertThat(formerLayouts("reservation")).isZero();
  }

  // R25: what waits behind a failure had been passed over, but was not done
  @Test
  void followersOfHeldKeyWaitInTheNewSegment() {
    place(6);
    IntStream.range(0, 6).forEach(i -> domain.process(new Cancel("o" + i)));
    faults.fail("reservation", "o3", 1);
    stepOnly(3, Subscription.segmentOf("order-o3", 3));
    assertThat(heldSegment("order-o3")).isEqualTo(Subscription.segmentOf("order-o3", 3));

    withSegments(4).register();
    assertThat(heldSegment("order-o3")).isEqualTo(Subscription.segmentOf("order-o3", 4));
    withSegments(4).testCycles().runUntilIdle();

    assertThat(calls("reservation o3"))
        .containsExactly("reservation o3", "reservation o3", "reservation o3 cancelled");
    assertThat(calls("reservation").stream().distinct()).hasSize(12);
  }

  // R32: what was pulled ahead of the backfill lane is done in every layout
  @Test
  void messagesThatWerePulledAheadAreNotRepeated() {
    domain.process(new Place("o0", "none", 1), BULK);
    domain.process(new Place("o1", "none", 1), BULK);
    domain.process(new Cancel("o1"));
    stepOnly(1, 0);
    assertThat(calls("reservation")).containsExactly("reservation o1", "reservation o1 cancelled");

    withSegments(3).testCycles().run(3);

    assertThat(calls("reservation")).doesNotHaveDuplicates().hasSize(3);
  }

  // R27: a message that could not be read has a key of its own, until it can
  @Test
  void unreadableMessageMovesWithItsOwnKey() {
    place(4);
    String readable = payloadOf("o2");
    setPayload("o2", readable.replace('}', ' '));
    withSegments(3).testCycles().run(3);
    String key =
        jdbc.queryForObject(
            "select held_key from foliot_held where subscription = 'board-projector'",
            String.class);
    assertThat(key).contains("@");

    setPayload("o2", readable);
    withSegments(4).register();
    assertThat(heldSegment(key)).isEqualTo(Subscription.segmentOf(key, 4));
    jdbc.update(
        "update foliot_held set status = 'waiting', attempts = 0, next_attempt_at = first_failed_at");
    List<String> before = List.copyOf(calls("board")); // rolled back calls among them
    withSegments(4).testCycles().runUntilIdle();

    assertThat(before).contains("board o0", "board o1", "board o3").doesNotContain("board o2");
    assertThat(calls("board").subList(before.size(), calls("board").size()))
        .containsExactly("board o2");
    assertThat(jdbc.queryForList("select * from foliot_held")).isEmpty();
  }

  @Test
  void operatorsCountWhatFormerSegmentsDid() {
    place(8);
    stepOnly(3, Subscription.segmentOf("order-o0", 3));
    int done = calls("reservation").size();
    withSegments(2).register();

    assertThat(subscriptions.status("reservation").lag().messages()).isEqualTo(8 - done);
    assertThat(subscriptions.planMove("reservation", CheckpointTarget.end()).skips())
        .isEqualTo(8 - done);
    MovePlan toStart = subscriptions.planMove("reservation", CheckpointTarget.start());
    assertThat(toStart.repeats()).isEqualTo(done);
    assertThat(toStart.skips()).isZero();
  }

  @Test
  void keepsTheCountOfHandledMessages() {
    place(8);
    withSegments(3).testCycles().run(3);
    assertThat(subscriptions.status("reservation").handled()).isEqualTo(8);

    withSegments(2).register();

    SubscriptionReport report = subscriptions.status("reservation");
    assertThat(report.handled()).isEqualTo(8);
    assertThat(report.perSecond()).as("counted at once").isNull();
    withSegments(5).register();
    IntStream.range(8, 10).forEach(i -> domain.process(new Place("o" + i, "none", 1)));
    withSegments(5).testCycles().run(3);
    assertThat(subscriptions.status("reservation").handled()).isEqualTo(10);
  }

  @Test
  void moveToStartRepeatsWhatFormerSegmentsDid() {
    place(8);
    stepOnly(3, Subscription.segmentOf("order-o0", 3));
    withSegments(2).register();
    faults.reset();

    subscriptions.move(
        "reservation",
        subscriptions.planMove("reservation", CheckpointTarget.start()).confirmation());
    withSegments(2).testCycles().run(3);

    assertThat(formerLayouts("reservation")).isZero();
    assertThat(calls("reservation")).hasSize(8).doesNotHaveDuplicates();
  }

  // R28: another node is in the middle of a batch
  @Test
  void ownerOfBeforeCannotCommitItsBatch() {
    place(3);
    faults.during("board", "o1", () -> inAnotherThread(() -> withSegments(3).register()));

    assertThatThrownBy(() -> engine().run()).isInstanceOf(SegmentLostException.class);

    faults.reset();
    withSegments(3).testCycles().run(3);
    assertThat(calls("board")).hasSize(3).doesNotHaveDuplicates();
    assertThat(jdbc.queryForObject("select count(*) from shop$board", Long.class)).isEqualTo(3);
  }

  @Test
  void changeThatFailsLeavesEverythingAsItWas() {
    place(8);
    faults.fail("reservation", "o1", 9);
    stepOnly(3, Subscription.segmentOf("order-o1", 3));
    List<Map<String, Object>> before = everything();
    jdbc.execute("alter table foliot_ahead rename to foliot_away");

    try {
      assertThatThrownBy(() -> withSegments(2).register()).isInstanceOf(DataAccessException.class);
    } finally {
      jdbc.execute("alter table foliot_away rename to foliot_ahead");
    }

    assertThat(everything()).isEqualTo(before);
    assertThat(jdbc.queryForList("select * from foliot_former_segment")).isEmpty();
  }

  @Test
  void nodesThatStartAtOnceAgreeOnOneNumber() throws Exception {
    place(8);
    stepOnly(2, Subscription.segmentOf("order-o0", 2));
    CyclicBarrier together = new CyclicBarrier(3);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Boolean>> starts =
          threads.invokeAll(List.of(start(3, together), start(3, together), start(4, together)));
      for (Future<Boolean> start : starts) {
        assertThat(start.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }

    int segments =
        jdbc.queryForObject(
            "select segments from foliot_subscription where name = 'reservation'", Integer.class);
    assertThat(segments).isIn(3, 4);
    assertThat(checkpoints("reservation")).hasSize(2 * segments);
    assertThat(
            jdbc.queryForList(
                "select segment from foliot_segment where subscription = 'reservation'"))
        .hasSize(segments);
    withSegments(segments).testCycles().run(3);
    assertThat(calls("reservation")).hasSize(8).doesNotHaveDuplicates();
  }

  private Callable<Boolean> start(int segments, CyclicBarrier together) {
    return () -> {
      together.await();
      withSegments(segments).register();
      return true;
    };
  }

  private void place(int orders) {
    IntStream.range(0, orders).forEach(i -> domain.process(new Place("o" + i, "none", 1)));
  }

  /** An engine with that many segments, of which one goes to the log's end, and is abandoned. */
  private void stepOnly(int segments, int number) {
    EngineNode engine = withSegments(segments);
    engine.register();
    OpenSegments open = engine.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
    open.segments().stream()
        .filter(each -> each.subscription().name().equals("reservation"))
        .filter(each -> each.number() == number)
        .forEach(Segment::step);
  }

  private EngineNode withSegments(int segments) {
    return EngineOf.copy(node, settings -> EngineOf.withSegments(settings, segments));
  }

  private static void inAnotherThread(Runnable action) {
    Thread thread = new Thread(action);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> calls(String prefix) {
    return faults.calls().stream()
        .filter(call -> call.equals(prefix) || call.startsWith(prefix + " "))
        .toList();
  }

  private List<Map<String, Object>> checkpoints(String subscription) {
    return jdbc.queryForList(
        "select segment, lane from foliot_checkpoint where subscription = ?", subscription);
  }

  private long formerLayouts(String subscription) {
    return jdbc.queryForObject(
        "select count(distinct layout) from foliot_former_segment where subscription = ?",
        Long.class,
        subscription);
  }

  private int heldSegment(String key) {
    return jdbc.queryForObject(
        "select segment from foliot_held where held_key = ?", Integer.class, key);
  }

  private List<Map<String, Object>> everything() {
    return Stream.of("foliot_subscription", "foliot_segment", "foliot_checkpoint", "foliot_held")
        .flatMap(table -> jdbc.queryForList("select * from " + table + " order by 1, 2").stream())
        .toList();
  }

  private String payloadOf(String order) {
    return jdbc.queryForObject(
        "select payload from foliot_message where stream = ?", String.class, order);
  }

  private void setPayload(String order, String payload) {
    jdbc.update("update foliot_message set payload = ? where stream = ?", payload, order);
  }
}
