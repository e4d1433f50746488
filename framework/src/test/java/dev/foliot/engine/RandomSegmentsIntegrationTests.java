package dev.foliot.engine;

import static dev.foliot.engine.HandledMessages.anyLane;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * R23, R25 and R32 by brute force, while the number of segments is changed at any moment: segments
 * that are differently far, keys that are held or parked, messages that were pulled ahead, engines
 * that are abandoned or taken over. Each message is handled once, and those of a key in order.
 */
class RandomSegmentsIntegrationTests extends ShopTest {
  private static final int ORDERS = 14;
  private static final int PHASES = 14;

  private final HandledMessages handled = new HandledMessages();

  static IntStream seeds() {
    int count = Integer.getInteger("foliot.test.seeds", 6);
    return IntStream.rangeClosed(1, count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachMessageOnceAndEachKeyInOrder(int seed) {
    Random random = new Random(seed);
    domain.process(new Receive("p1", 1_000));
    for (int i = 0; i < ORDERS; i++) {
      String order = "o" + i;
      String product = random.nextInt(3) == 0 ? "p1" : "none";
      domain.process(new Place(order, product, 1), anyLane(random));
      failAtRandom(random, order);
    }
    for (int phase = 0; phase < PHASES; phase++) {
      runUnevenly(random, engineWith(random));
      for (int i = random.nextInt(4); i > 0; i--) {
        domain.process(new Cancel("o" + random.nextInt(ORDERS)), anyLane(random));
      }
      if (random.nextInt(4) == 0) {
        tryParkedAgain();
      }
    }

    TestCycles last = runUntilNothingIsParked(random);

    assertThat(last.leftovers()).as("seed %d", seed).isEmpty();
    handled.assertOnceAndInOrder(jdbc, ORDERS, seed);
    node.register();
    assertThat(jdbc.queryForList("select * from foliot_former_segment")).isEmpty();
    assertThat(jdbc.queryForList("select * from foliot_ahead")).isEmpty();
  }

  private void failAtRandom(Random random, String order) {
    for (String handler : List.of("reservation", "board")) {
      for (String id : List.of(order, order + " cancelled", order + " reserved")) {
        if (random.nextInt(4) == 0) {
          faults.fail(handler, id, 1 + random.nextInt(8));
        }
      }
    }
  }

  private EngineNode engineWith(Random random) {
    int batchSize = 1 + random.nextInt(4);
    int segments = 1 + random.nextInt(4);
    return EngineOf.copy(
        node, settings -> EngineOf.with(settings, batchSize, segments, settings.pollInterval()));
  }

  /** Some segments go on, others stand still; another node may change their number meanwhile. */
  private void runUnevenly(Random random, EngineNode engine) {
    engine.register();
    OpenSegments open = engine.open(handled, () -> 0.5);
    List<Segment> going = new ArrayList<>(open.segments());
    going.removeIf(segment -> random.nextInt(3) == 0);
    int steps = random.nextInt(30);
    int change = random.nextInt(60);
    for (int i = 0; i < steps && !going.isEmpty(); i++) {
      open.feed().step();
      step(going, random.nextInt(going.size()));
      if (i == change) {
        engineWith(random).register();
      }
      if (random.nextInt(4) == 0) {
        clock.advance(Duration.ofMillis(50L + random.nextInt(1_000)));
      }
    }
    if (random.nextBoolean()) {
      open.close();
    }
  }

  private static void step(List<Segment> segments, int index) {
    try {
      segments.get(index).step();
    } catch (SegmentLostException changedMeanwhile) {
      segments.remove(index);
    }
  }

  private void tryParkedAgain() {
    jdbc.update(
        """
        update foliot_held set status = 'waiting', attempts = 0, next_attempt_at = first_failed_at
        where status = 'parked'""");
  }

  private TestCycles runUntilNothingIsParked(Random random) {
    for (int i = 0; i < 20; i++) {
      EngineNode engine =
          EngineOf.copy(
              node,
              handled,
              settings ->
                  EngineOf.with(settings, 3, 1 + random.nextInt(4), Duration.ofMillis(100)));
      engine.register();
      TestCycles run = engine.testCycles().runUntilIdle();
      if (run.leftovers().isEmpty()) {
        return run;
      }
      tryParkedAgain();
    }
    throw new AssertionError("There is always something parked.");
  }
}
