package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.Lane;
import dev.foliot.message.Priority;
import dev.foliot.operation.HeldMessageNotFoundException;
import dev.foliot.operation.Lag;
import dev.foliot.operation.NodeReport;
import dev.foliot.operation.SegmentReport;
import dev.foliot.operation.SubscriptionInUseException;
import dev.foliot.operation.SubscriptionReport;
import dev.foliot.operation.Subscriptions;
import dev.foliot.operation.UnknownSubscriptionException;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What an operator sees of the subscriptions of all nodes, and pausing and removing them. */
class SubscriptionsIntegrationTests extends ShopTest {
  private static final String RESERVATION = "reservation";

  @Autowired private Subscriptions subscriptions;

  private void place(int from, int to) {
    for (int i = from; i < to; i++) {
      domain.process(new Place("o" + i, "p1", 1));
    }
  }

  private SubscriptionReport reservation() {
    return subscriptions.status(RESERVATION);
  }

  @Test
  void countsWhatWaits() {
    domain.process(new Receive("p2", 1));
    place(0, 3);
    clock.advance(Duration.ofSeconds(10));
    domain.withPriority(Priority.BACKFILL, () -> place(3, 5));

    SubscriptionReport report = reservation();

    assertThat(report.known()).isTrue();
    assertThat(report.lag().messages()).isEqualTo(5);
    assertThat(report.lag().more()).isFalse();
    assertThat(report.lag().age()).isEqualTo(Duration.ofSeconds(10));
    assertThat(report.segments().get(0).lanes())
        .extracting("lane", "lag.messages", "lag.age")
        .containsExactly(
            tuple(Lane.PRIMARY, 3L, Duration.ofSeconds(10)),
            tuple(Lane.BACKFILL, 2L, Duration.ZERO));

    engine().run();

    assertThat(reservation().lag()).isEqualTo(new Lag(0, false, 0, null));
    assertThat(reservation().handled()).isEqualTo(5);
  }

  // The message comes after the report has begun, or from a node whose clock is ahead
  @Test
  void ageIsNeverNegative() {
    place(0, 1);
    clock.set(clock.instant().minusSeconds(5));

    assertThat(reservation().lag().messages()).isEqualTo(1);
    assertThat(reservation().lag().age()).isEqualTo(Duration.ZERO);
  }

  @Test
  void countsEachSegmentByItsKeys() {
    EngineNode four =
        EngineOf.copy(node, settings -> EngineOf.with(settings, 500, 4, Duration.ofMillis(20)));
    four.register();
    place(0, 40);

    SubscriptionReport report = reservation();

    assertThat(report.segments()).hasSize(4);
    assertThat(report.segments())
        .allSatisfy(
            segment ->
                assertThat(segment.lanes().get(0).lag().messages())
                    .isEqualTo(ordersOf(segment.segment())));
    assertThat(report.lag().messages()).isEqualTo(40);
  }

  private static long ordersOf(int segment) {
    long count = 0;
    for (int i = 0; i < 40; i++) {
      count += Subscription.segmentOf("order-o" + i, 4) == segment ? 1 : 0;
    }
    return count;
  }

  @Test
  void backfillThatWasPulledForwardDoesNotWait() {
    domain.withPriority(Priority.BACKFILL, () -> place(0, 2));
    domain.process(new Cancel("o0"));
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
    open.segments().stream()
        .filter(segment -> segment.subscription().name().equals(RESERVATION))
        .forEach(Segment::step);

    assertThat(reservation().lag().messages()).isEqualTo(1);
    assertThat(reservation().handled()).isEqualTo(2);
  }

  @Test
  void countsWhatIsHeldAndWhatItHandled() {
    faults.decide(ErrorDecision.park());
    faults.fail(RESERVATION, "o0", 1);
    place(0, 3);
    domain.process(new Cancel("o0"));
    engine().run();

    assertThat(reservation().parked()).isEqualTo(1);
    assertThat(reservation().waiting()).isZero();
    assertThat(reservation().handled()).isEqualTo(2);
    assertThat(reservation().lag().messages()).as("held is not behind").isZero();

    subscriptions.retryAll(RESERVATION);
    engine().run();

    assertThat(reservation().handled()).isEqualTo(4);
    assertThat(reservation().parked()).isZero();
  }

  @Test
  void tellsTheThroughputSinceItWasAsked() {
    assertThat(reservation().perSecond()).isNull();
    place(0, 20);
    engine().run();
    clock.set(START.plusSeconds(10));

    assertThat(reservation().perSecond()).isEqualTo(2.0);
    assertThat(reservation().segments().get(0).lanes().get(0).perSecond()).isEqualTo(2.0);
  }

  @Test
  void tellsOwnersAndNodes() {
    assertThat(subscriptions.status().nodes()).isEmpty();

    OpenSegments open = node.open(delivery -> {}, () -> 0.5);

    assertThat(subscriptions.status().nodes())
        .extracting(NodeReport::node)
        .containsExactly(node.parts().node().name());
    assertThat(reservation().segments())
        .extracting(SegmentReport::owner)
        .containsExactly(node.parts().node().name());
    open.close();
    assertThat(reservation().segments()).extracting(SegmentReport::owner).containsOnlyNulls();
  }

  @Test
  void showsSubscriptionsThatAreLeftOver() {
    leaveOver("gone");

    assertThat(subscriptions.status().subscriptions())
        .extracting(SubscriptionReport::name, SubscriptionReport::known)
        .containsExactly(
            tuple("board-projector", true),
            tuple("cancellation-mails", true),
            tuple("commands", true),
            tuple("gone", false),
            tuple("hopper", true),
            tuple(RESERVATION, true));
    assertThat(subscriptions.status("gone").lag()).isNull();
  }

  private void leaveOver(String name) {
    jdbc.update("insert into foliot_subscription (name, since, segments) values (?, 0, 1)", name);
    jdbc.update("insert into foliot_segment values (?, 0, null, 0)", name);
    for (Lane lane : Lane.values()) {
      jdbc.update(
          "insert into foliot_checkpoint (subscription, segment, lane, position, token) values (?, 0, ?, 0, 0)",
          name,
          lane.code());
    }
  }

  @Test
  void removesWhatIsLeftOver() {
    leaveOver("gone");

    subscriptions.remove("gone");

    assertThat(subscriptions.status().subscriptions()).hasSize(5);
    assertThatThrownBy(() -> subscriptions.status("gone"))
        .isInstanceOf(UnknownSubscriptionException.class);
    assertThat(
            jdbc.queryForObject(
                "select count(*) from foliot_checkpoint where subscription = 'gone'", int.class))
        .isZero();
  }

  @Test
  void doesNotRemoveWhatIsInUse() {
    leaveOver("gone");
    jdbc.update(
        "insert into foliot_node (node, started_at, lease_until) values ('n2', current_timestamp, current_timestamp + interval '1' hour)");
    jdbc.update("insert into foliot_node_subscription (node, subscription) values ('n2', 'gone')");

    assertThatThrownBy(() -> subscriptions.remove(RESERVATION))
        .isInstanceOf(SubscriptionInUseException.class)
        .hasMessage(
            "Subscription reservation was not removed: a handler of this application belongs to it. Remove the handler first.");
    assertThatThrownBy(() -> subscriptions.remove("gone"))
        .hasMessage(
            "Subscription gone was not removed: node n2 has its handler. Stop the nodes that have it first.");

    jdbc.update("update foliot_node set lease_until = current_timestamp - interval '1' hour");
    subscriptions.remove("gone");
    assertThat(subscriptions.status().subscriptions()).hasSize(5);
  }

  @Test
  void remembersWhyAndSinceWhenItIsPaused() {
    subscriptions.pause(RESERVATION, "stock is counted");
    clock.advance(Duration.ofMinutes(1));
    subscriptions.pause(RESERVATION, "stock is still counted");

    assertThat(reservation().pausedAt()).isEqualTo(START);
    assertThat(reservation().pausedReason()).isEqualTo("stock is still counted");
    assertThat(subscriptions.resume(RESERVATION)).isTrue();
    assertThat(subscriptions.resume(RESERVATION)).isFalse();
    assertThat(reservation().paused()).isFalse();
    assertThatThrownBy(() -> subscriptions.pause(RESERVATION, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0", "a\uD83D"})
  void aTextThatCannotBeStoredIsUnknown(String text) {
    assertThatThrownBy(() -> subscriptions.discarded(text, 0, 10))
        .isInstanceOf(UnknownSubscriptionException.class);
    assertThatThrownBy(() -> subscriptions.remove(text))
        .isInstanceOf(UnknownSubscriptionException.class);
    engine().run();
    assertThatThrownBy(() -> subscriptions.retryKey(RESERVATION, text))
        .isInstanceOf(HeldMessageNotFoundException.class);
    assertThatThrownBy(() -> subscriptions.retryAggregate(RESERVATION, "order", text))
        .isInstanceOf(HeldMessageNotFoundException.class);
  }
}
