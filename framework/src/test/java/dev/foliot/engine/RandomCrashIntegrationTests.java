package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.message.Priority;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * R24, R25 and R32 by brute force: an engine that is abandoned again and again, at any step, so
 * that only what is stored goes on; lanes, failures and batch sizes at random. Each effect is there
 * once, and each key is in order.
 */
class RandomCrashIntegrationTests extends ShopTest {
  private static final int ORDERS = 16;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachEffectOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    domain.process(new Receive("p1", 1_000));
    for (int i = 0; i < ORDERS; i++) {
      domain.process(new Place("o" + i, "p1", 1), anyLane(random));
      failAtRandom(random, "o" + i);
    }
    for (int crash = 0; crash < 12; crash++) {
      runAndAbandon(random);
      if (crash < ORDERS) {
        domain.process(new Cancel("o" + crash), anyLane(random));
      }
    }

    TestCycles last = engineWithBatchSize(1 + random.nextInt(5)).runUntilIdle();

    assertThat(last.leftovers()).as("seed %d", seed).isEmpty();
    for (int i = 0; i < ORDERS; i++) {
      String order = "o" + i;
      Map<String, Object> row =
          jdbc.queryForMap("select status, changes from shop$board where order_id = ?", order);
      assertThat(row.get("changes")).as("seed %d order %s", seed, order).isEqualTo(i < 12 ? 2 : 1);
      assertThat(reservations(order)).as("seed %d order %s", seed, order).isEqualTo(1);
      assertThat(firstCalls("reservation " + order)).as("seed %d order %s", seed, order).isSorted();
    }
  }

  private static CommandOptions anyLane(Random random) {
    return random.nextBoolean()
        ? CommandOptions.priority(Priority.BACKFILL)
        : CommandOptions.none();
  }

  private void failAtRandom(Random random, String order) {
    if (random.nextInt(3) == 0) {
      faults.fail("reservation", order, 1 + random.nextInt(2));
    }
    if (random.nextInt(4) == 0) {
      faults.fail("board", order, 1 + random.nextInt(2));
    }
  }

  /** As if the process ended between two steps: nothing is saved, nothing is given back. */
  private void runAndAbandon(Random random) {
    EngineNode node = engineNodeWithBatchSize(1 + random.nextInt(4));
    OpenSegments open = node.open(delivery -> {}, () -> 0.5);
    int steps = random.nextInt(25);
    for (int i = 0; i < steps; i++) {
      open.feed().step();
      open.segments().get(random.nextInt(open.segments().size())).step();
      if (random.nextInt(4) == 0) {
        clock.advance(TestCycles.STEP);
      }
    }
  }

  private TestCycles engineWithBatchSize(int size) {
    return engineNodeWithBatchSize(size).testCycles();
  }

  private EngineNode engineNodeWithBatchSize(int size) {
    return EngineOf.copy(node, settings -> EngineOf.withBatchSize(settings, size));
  }

  private long reservations(String order) {
    return jdbc.queryForObject(
        "select count(*) from foliot_message where type = 'reserved' and payload like ?",
        Long.class,
        "%\"" + order + "\"%");
  }

  /** The first calls for an order's messages: "reservation o1" sorts before its cancellation. */
  private List<String> firstCalls(String prefix) {
    return faults.calls().stream()
        .filter(call -> call.equals(prefix) || call.startsWith(prefix + " "))
        .distinct()
        .toList();
  }
}
