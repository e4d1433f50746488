package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.engine.Ownership.Holding;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.integrity.LogProblem;
import dev.foliot.message.Lane;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R23: a log that somebody has changed stops the stream with an alarm, and nothing else does. */
class OrderIntegrationTests extends ShopTest {
  private static final String RESERVATION = "reservation";
  private static final String BOARD = "board-projector";

  private static final String OTHER_COLUMNS =
      "kind, category, stream, type, type_version, priority, lane, delivered_synchronously, payload, metadata, occurred_at, correlation_id";

  private final List<Delivery> deliveries = new ArrayList<>();
  private boolean listenerFails;
  private OpenSegments open;

  @BeforeEach
  void begin() {
    open();
    domain.process(new Place("o1", "none", 1));
    domain.process(new Place("o2", "none", 1));
    work();
    deliveries.clear();
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void lostEventStopsItsStreamWithAnAlarm() {
    cancel("o1", 2);
    cancel("o2", 2);
    delete("o1", 2);

    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamId, Delivery::streamVersion, Delivery::outcome)
        .containsExactlyInAnyOrder(
            tuple("o1", 3L, Outcome.PARKED),
            tuple("o2", 2L, Outcome.HANDLED),
            tuple("o2", 3L, Outcome.HANDLED));
    assertThat(alarm(RESERVATION))
        .hasMessageMatching(
            "Stream order-o1 would be handled out of order: version 2 was expected, but version 3 came, at position \\d+ of the log\\. The log or the checkpoint was changed by hand, or has lost messages\\. Run domain\\.verifyLog\\(\\) and repair the problems that it finds; then retry the message, which handles it in any case, or discard it\\.");
    assertThat(calls("reservation o1 cancelled")).isZero();
    assertThat(domain.verifyLog().counts()).containsOnlyKeys(LogProblem.Kind.VERSION_GAP);
  }

  // What comes later waits, and who runs the application sees it like all that is parked
  @Test
  void stoppedStreamWaitsForAPerson() {
    cancel("o1", 2);
    delete("o1", 2);
    work();

    cancel("o1", 1);
    work();

    assertThat(of(RESERVATION)).hasSize(1);
    assertThat(status(RESERVATION).parked()).isEqualTo(1);
    assertThat(domain.subscriptions().parked(RESERVATION, 0, 10))
        .singleElement()
        .satisfies(
            held -> assertThat(held.errorClass()).isEqualTo(OutOfOrderException.class.getName()));
  }

  // The handler is not called, nor is its error method: one attempt, and it is parked
  @Test
  void swappedEventsStopTheirStreamWithAnAlarm() {
    cancel("o1", 3);
    swapVersions(3, 4);

    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamVersion, Delivery::attempt, Delivery::outcome)
        .containsExactly(tuple(2L, 1, Outcome.HANDLED), tuple(4L, 1, Outcome.PARKED));
    assertThat(domain.verifyLog().counts()).containsOnlyKeys(LogProblem.Kind.VERSION_ORDER);
  }

  @Test
  void eventThatMovedToTheEndIsNotHandledAgain() {
    cancel("o1", 2);
    work();
    deliveries.clear();

    moveToTheEnd("o1", 2);
    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactly(tuple(2L, Outcome.PARKED));
    assertThat(alarm(RESERVATION))
        .hasMessageContaining("a version above 3 was expected, but version 2 came");
  }

  // A mistake of the engine, or a checkpoint that somebody has set back
  @Test
  void messageThatComesAgainIsNotHandledAgain() {
    cancel("o1", 1);
    listenerFails = true;
    assertThatThrownBy(this::work).hasMessage("the listener fails");
    jdbc.update("update foliot_checkpoint set position = 0");

    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamId, Delivery::streamVersion, Delivery::outcome)
        .contains(tuple("o1", 1L, Outcome.PARKED), tuple("o2", 1L, Outcome.PARKED));
    assertThat(calls("reservation o1")).isEqualTo(1);
    assertThat(calls("reservation o2")).isEqualTo(1);
  }

  // The projector does not want what comes in; the first one that it wants behind the gap stops
  @Test
  void gapAmongOtherTypesStopsAtTheNextWantedOne() {
    for (int i = 0; i < 4; i++) {
      domain.process(new Receive("p1", 10));
    }
    delete("p1", 2);
    work();
    assertThat(deliveries).extracting(Delivery::outcome).doesNotContain(Outcome.PARKED);

    domain.process(new Place("o3", "p1", 1));
    domain.process(new Place("o4", "p1", 1));
    work();

    assertThat(of(BOARD))
        .filteredOn(delivery -> delivery.category().equals("stock"))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactlyInAnyOrder(tuple(5L, Outcome.PARKED), tuple(6L, Outcome.HANDLED));
    assertThat(alarm(BOARD)).hasMessageContaining("version 2 was expected, but version 3 came");
  }

  @Test
  void repairedStreamGoesOnInOrder() {
    cancel("o1", 3);
    swapVersions(3, 4);
    work();

    swapVersions(3, 4);
    retryParked(RESERVATION);
    cancel("o1", 1);
    work();

    assertThat(of(RESERVATION))
        .filteredOn(delivery -> delivery.outcome() == Outcome.HANDLED)
        .extracting(Delivery::streamVersion)
        .containsExactly(2L, 3L, 4L, 5L);
  }

  // A person has the message tried again; the one that comes too late now is an alarm of its own
  @Test
  void streamThatIsNotRepairedStopsAgain() {
    cancel("o1", 4);
    swapVersions(3, 4);
    work();

    retryParked(RESERVATION);

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactlyInAnyOrder(
            tuple(2L, Outcome.HANDLED),
            tuple(4L, Outcome.PARKED),
            tuple(4L, Outcome.HANDLED),
            tuple(3L, Outcome.PARKED));
    assertThat(of(RESERVATION).get(3).error())
        .hasMessageContaining("a version above 4 was expected, but version 3 came");
    retryParked(RESERVATION);
    assertThat(of(RESERVATION).subList(4, 6))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactly(tuple(3L, Outcome.HANDLED), tuple(5L, Outcome.HANDLED));
  }

  // A person says that the stream goes on without it
  @Test
  void streamGoesOnBehindItsGapAfterARetry() {
    cancel("o1", 3);
    delete("o1", 2);
    work();

    retryParked(RESERVATION);
    cancel("o1", 1);
    work();

    assertThat(of(RESERVATION))
        .filteredOn(delivery -> delivery.outcome() == Outcome.HANDLED)
        .extracting(Delivery::streamVersion)
        .containsExactly(3L, 4L, 5L);
  }

  // The gap is behind a key that waits for another reason
  @Test
  void gapBehindAFailureStopsWhenItsTurnComes() {
    faults.fail(RESERVATION, "o1 cancelled", 1);
    cancel("o1", 3);
    delete("o1", 3);
    work();

    clock.advance(TestCycles.STEP);
    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactly(
            tuple(2L, Outcome.RETRY), tuple(2L, Outcome.HANDLED), tuple(4L, Outcome.PARKED));
  }

  // The archive takes events away below the log's readers
  @Test
  void archivedEventsAreNoGap() {
    cancel("o1", 3);
    jdbc.update(
        "insert into foliot_message_archive (position, stream_version, id, %1$s) select position, stream_version, id, %1$s from foliot_message where kind = 1 and stream = 'o1' and stream_version in (2, 3)"
            .formatted(OTHER_COLUMNS));
    delete("o1", 2);
    delete("o1", 3);

    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactly(tuple(4L, Outcome.HANDLED));
  }

  // It began, or was moved, behind the gap
  @Test
  void gapBeforeTheSubscriptionsBeginningIsNone() {
    for (int i = 0; i < 4; i++) {
      domain.process(new Receive("p1", 10));
    }
    delete("p1", 2);
    work();
    moveToHead(BOARD);

    domain.process(new Place("o3", "p1", 1));
    work();

    assertThat(of(BOARD)).extracting(Delivery::outcome).doesNotContain(Outcome.PARKED);
    assertThat(calls("board o3 reserved")).isEqualTo(1);
  }

  // Somebody emptied the tables below a running engine
  @Test
  void streamThatBeginsAnewIsNoAlarm() {
    cancel("o1", 2);
    work();
    deliveries.clear();
    jdbc.update("delete from foliot_message where stream = 'o1'");
    jdbc.update("delete from orders");

    domain.process(new Place("o1", "none", 1));
    cancel("o1", 3);
    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactly(
            tuple(1L, Outcome.HANDLED),
            tuple(2L, Outcome.HANDLED),
            tuple(3L, Outcome.HANDLED),
            tuple(4L, Outcome.HANDLED));
  }

  // The checkpoint is moved back while the tail has seen all
  @Test
  void repeatingFromTheStartIsNoAlarm() {
    cancel("o1", 2);
    work();

    takeAgain(RESERVATION, 0);
    work();

    assertThat(deliveries).extracting(Delivery::outcome).containsOnly(Outcome.HANDLED);
    assertThat(calls("reservation o1 cancelled")).isEqualTo(4);
  }

  // R18: some events were handled in the transaction that raised them
  @Test
  void synchronousDeliveriesAreNoGap() {
    cancel("o1", 3);
    jdbc.update(
        "update foliot_message set delivered_synchronously = true where kind = 1 and stream = 'o1' and stream_version in (2, 3)");

    work();

    assertThat(of(RESERVATION))
        .extracting(Delivery::streamVersion, Delivery::outcome)
        .containsExactly(tuple(4L, Outcome.HANDLED));
  }

  // What was rolled back, was lost in a race or waits for its retry comes again by right
  @Test
  void repetitionsAreNoAlarm() {
    faults.fail(RESERVATION, "o1 cancelled", 3);
    faults.fail("board", "o2 cancelled", 2);
    cancel("o1", 5);
    cancel("o2", 5);
    work();
    for (int i = 0; i < 100; i++) {
      clock.advance(TestCycles.STEP);
      work();
    }

    assertThat(deliveries).extracting(Delivery::outcome).doesNotContain(Outcome.PARKED);
    assertThat(of(RESERVATION)).filteredOn(each -> each.outcome() == Outcome.HANDLED).hasSize(10);
  }

  // It costs nothing while nothing is wrong
  @Test
  void logInOrderIsNotAskedAgain() {
    cancel("o1", 5);
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();

    work();

    assertThat(of(RESERVATION)).hasSize(5);
    assertThat(counting.statements()).noneMatch(sql -> sql.contains("foliot_message_archive"));
  }

  private void cancel(String order, int times) {
    for (int i = 0; i < times; i++) {
      domain.process(new Cancel(order));
    }
  }

  private void delete(String stream, long version) {
    jdbc.update(
        "delete from foliot_message where kind = 1 and stream = ? and stream_version = ?",
        stream,
        version);
  }

  private void moveToTheEnd(String stream, long version) {
    String which = "kind = 1 and stream = ? and stream_version = ?";
    jdbc.update("update foliot_message set stream_version = 1000 where " + which, stream, version);
    jdbc.update(
        "insert into foliot_message (position, stream_version, id, %1$s) overriding system value select (select max(position) + 1 from foliot_message), ?, ?, %1$s from foliot_message where %2$s"
            .formatted(OTHER_COLUMNS, which),
        version,
        UUID.randomUUID(),
        stream,
        1_000);
    delete(stream, 1_000);
  }

  private void swapVersions(int one, int other) {
    String sql =
        "update foliot_message set stream_version = ? where stream = 'o1' and stream_version = ? and kind = 1";
    jdbc.update(sql, 1_000, one);
    jdbc.update(sql, one, other);
    jdbc.update(sql, other, 1_000);
  }

  private void open() {
    open =
        EngineOf.copy(node, settings -> settings)
            .open(
                delivery -> {
                  deliveries.add(delivery);
                  if (listenerFails && delivery.subscription().equals(RESERVATION)) {
                    listenerFails = false;
                    throw new IllegalStateException("the listener fails");
                  }
                },
                () -> 0.5);
  }

  /** As an operator does it: whoever owns the segments loses them, and reads everything afresh. */
  private void retryParked(String subscription) {
    domain.subscriptions().retryAll(subscription);
    takeAgain(subscription, segment(subscription).position(Lane.PRIMARY));
    work();
  }

  private void moveToHead(String subscription) {
    takeAgain(subscription, open.feed().head());
  }

  /** The node keeps its feed, and takes the segment again, at another place. */
  private void takeAgain(String subscription, long position) {
    Segment before = segment(subscription);
    open.close(before);
    jdbc.update(
        "update foliot_checkpoint set position = ? where subscription = ?", position, subscription);
    Holding free = new Holding(before.id(), null, before.token() + 1, false);
    open.add(open.claims().claim(free).orElseThrow());
  }

  private Segment segment(String subscription) {
    return open.segments().stream()
        .filter(segment -> segment.subscription().name().equals(subscription))
        .findFirst()
        .orElseThrow();
  }

  private void work() {
    boolean progress = true;
    while (progress) {
      progress = open.feed().step();
      for (Segment segment : open.segments()) {
        progress |= segment.step();
      }
    }
  }

  private List<Delivery> of(String subscription) {
    return deliveries.stream().filter(each -> each.subscription().equals(subscription)).toList();
  }

  private Throwable alarm(String subscription) {
    return of(subscription).stream()
        .filter(each -> each.outcome() == Outcome.PARKED)
        .map(Delivery::error)
        .findFirst()
        .orElseThrow();
  }

  private SubscriptionStatus status(String subscription) {
    return open.statusOf(segment(subscription), true);
  }

  private long calls(String call) {
    return faults.calls().stream().filter(call::equals).count();
  }
}
