package dev.foliot.engine;

import static dev.foliot.engine.HandledMessages.anyLane;

import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * R32 with R28 by brute force: nodes join, leave and die in the middle of a backlog of both lanes,
 * and segments move between them. Each message is handled once, and those of a key in order.
 */
class RandomNodesIntegrationTests extends ShopTest {
  private static final int ORDERS = 18;
  private static final int STEPS = 120;
  private static final int MAX_NODES = 3;

  private final AtomicLong nanos = new AtomicLong();
  private final HandledMessages handled = new HandledMessages();
  private final List<Membership> nodes = new ArrayList<>();

  @AfterEach
  void nobodyStays() {
    nodes.forEach(Membership::crash);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void eachMessageOnceAndEachKeyInOrder(long seed) {
    Random random = new Random(seed);
    domain.process(new Receive("p1", 1_000));
    for (int i = 0; i < ORDERS; i++) {
      String product = random.nextInt(3) == 0 ? "p1" : "none";
      domain.process(new Place("o" + i, product, 1), anyLane(random));
      if (random.nextInt(4) == 0) {
        faults.fail("reservation", "o" + i, 1 + random.nextInt(2));
      }
    }
    join(random);
    for (int i = 0; i < STEPS; i++) {
      step(nodes.get(random.nextInt(nodes.size())), random);
      if (random.nextInt(6) == 0) {
        domain.process(new Cancel("o" + random.nextInt(ORDERS)), anyLane(random));
      }
      if (random.nextInt(8) == 0) {
        joinOrGo(random);
      }
    }

    finish(random);

    handled.assertOnceAndInOrder(jdbc, ORDERS, seed);
  }

  private void join(Random random) {
    int batchSize = 1 + random.nextInt(3);
    EngineNode engine =
        EngineOf.like(node)
            .nanoTime(nanos::get)
            .settings(settings -> EngineOf.with(settings, batchSize, 3, settings.pollInterval()))
            .node();
    nodes.add(engine.join(handled, () -> 0.5));
  }

  private void joinOrGo(Random random) {
    if (nodes.size() == 1 || (nodes.size() < MAX_NODES && random.nextBoolean())) {
      join(random);
      return;
    }
    Membership going = nodes.remove(random.nextInt(nodes.size()));
    if (random.nextBoolean()) {
      going.leave();
    } else {
      going.crash();
      endLeases();
    }
  }

  /** The lease of a node that died ends; the others are still there. */
  private void endLeases() {
    node.parts()
        .storage()
        .transactions()
        .doInNew(
            () ->
                jdbc.update(
                    "update foliot_node set lease_until = current_timestamp - interval '1' second"));
    nodes.forEach(each -> each.heartbeat().step());
  }

  /** Looks for its share now and then, reads the log, and lets some of its segments go on. */
  private void step(Membership member, Random random) {
    if (random.nextInt(3) == 0) {
      look(member);
    }
    member.open().feed().step();
    for (OwnedPart owned : List.copyOf(member.open().owned())) {
      if (owned instanceof Segment segment && random.nextInt(3) > 0) {
        stepUnlessLost(member, segment);
      }
    }
    if (random.nextInt(4) == 0) {
      clock.advance(TestCycles.STEP);
    }
  }

  private static void look(Membership member) {
    member.share().lookAtOnce();
    member.share().step(owned -> true);
  }

  private static boolean stepUnlessLost(Membership member, Segment segment) {
    try {
      return segment.step();
    } catch (SegmentLostException taken) {
      member.open().drop(segment);
      return true;
    }
  }

  /** All but one go, and that one does the rest. */
  private void finish(Random random) {
    while (nodes.size() > 1) {
      nodes.remove(random.nextInt(nodes.size())).leave();
    }
    Membership last = nodes.get(0);
    endLeases();
    look(last);
    boolean progress = true;
    while (progress) {
      progress = last.open().feed().step();
      for (Segment segment : last.open().segments()) {
        progress |= stepUnlessLost(last, segment);
        progress |= segment.nextDue().isPresent();
      }
      clock.advance(TestCycles.STEP);
    }
  }
}
