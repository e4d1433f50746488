package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.message.Priority;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** R31 and R33 hold for each segment of a subscription by itself. */
class SegmentLanesIntegrationTests extends ShopTest {
  private static final CommandOptions BULK = CommandOptions.priority(Priority.BACKFILL);
  private static final int SEGMENTS = 3;

  // R33
  @Test
  void oldBackfillGetsItsTurnInEachSegment() {
    for (int segment = 0; segment < SEGMENTS; segment++) {
      domain.process(new Place(idIn(segment, "bulk"), "none", 1), BULK);
    }
    placeLive(4);
    clock.advance(Duration.ofMinutes(6));
    OpenSegments open = open();

    stepEach(open, 2);

    for (int segment = 0; segment < SEGMENTS; segment++) {
      assertThat(calls(segment))
          .as("segment %d", segment)
          .containsExactly(idIn(segment, "live0"), idIn(segment, "bulk"));
    }
  }

  // R33: how old a backfill message of one segment is, is nothing to the others
  @Test
  void oldBackfillOfOneSegmentDisturbsNoOther() {
    domain.process(new Place(idIn(0, "bulk"), "none", 1), BULK);
    clock.advance(Duration.ofMinutes(6));
    domain.process(new Place(idIn(1, "bulk"), "none", 1), BULK);
    placeLive(4);
    OpenSegments open = open();

    stepEach(open, 3);

    assertThat(calls(0)).containsExactly(idIn(0, "live0"), idIn(0, "bulk"), idIn(0, "live1"));
    assertThat(calls(1)).containsExactly(idIn(1, "live0"), idIn(1, "live1"), idIn(1, "live2"));
  }

  // R31
  @Test
  void primaryBetweenTwoBackfillBatchesGoesNextInItsSegment() {
    for (int segment = 0; segment < SEGMENTS; segment++) {
      for (int i = 0; i < 3; i++) {
        domain.process(new Place(idIn(segment, "bulk" + i), "none", 1), BULK);
      }
    }
    OpenSegments open = open();
    stepEach(open, 1);
    domain.process(new Place(idIn(1, "live"), "none", 1));
    read(open);

    stepEach(open, 1);

    assertThat(calls(0)).containsExactly(idIn(0, "bulk0"), idIn(0, "bulk1"));
    assertThat(calls(1)).containsExactly(idIn(1, "bulk0"), idIn(1, "live"));
    assertThat(calls(2)).containsExactly(idIn(2, "bulk0"), idIn(2, "bulk1"));
  }

  private void placeLive(int each) {
    for (int i = 0; i < each; i++) {
      for (int segment = 0; segment < SEGMENTS; segment++) {
        domain.process(new Place(idIn(segment, "live" + i), "none", 1));
      }
    }
  }

  /** An order of that name whose key belongs to the segment. */
  private static String idIn(int segment, String name) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> name + "x" + i)
        .filter(id -> Subscription.segmentOf("order-" + id, SEGMENTS) == segment)
        .findFirst()
        .orElseThrow();
  }

  /** One message a batch. */
  private OpenSegments open() {
    EngineNode engine =
        EngineOf.copy(
            node, settings -> EngineOf.with(settings, 1, SEGMENTS, settings.pollInterval()));
    engine.register();
    OpenSegments open = engine.open(delivery -> {}, () -> 0.5);
    read(open);
    return open;
  }

  private static void read(OpenSegments open) {
    while (open.feed().step()) {
      assertThat(open.feed().head()).isPositive();
    }
  }

  private static void stepEach(OpenSegments open, int times) {
    List<Segment> segments =
        open.segments().stream()
            .filter(each -> each.subscription().name().equals("reservation"))
            .toList();
    assertThat(segments).hasSize(SEGMENTS);
    for (int i = 0; i < times; i++) {
      segments.forEach(Segment::step);
    }
  }

  private List<String> calls(int segment) {
    return faults.calls().stream()
        .filter(call -> call.startsWith("reservation "))
        .map(call -> call.substring("reservation ".length()))
        .filter(id -> Subscription.segmentOf("order-" + id, SEGMENTS) == segment)
        .toList();
  }
}
