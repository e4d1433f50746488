package dev.foliot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What happens to the nodes, as a seed has it: they are killed, alone and together, at work and
 * while they start; they stall for longer than their lease and go on; they are stopped; others
 * join, with another number of segments.
 */
final class KillAtRandom {
  private static final int MAX_NODES = 3;
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final NodeLauncher launcher;
  private final Ledger ledger;
  private final WriteAtRandom writer;
  private final Random random;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private final long started = System.nanoTime();
  private int kills;

  KillAtRandom(NodeLauncher launcher, Ledger ledger, WriteAtRandom writer, Random random) {
    this.launcher = launcher;
    this.ledger = ledger;
    this.writer = writer;
    this.random = random;
  }

  /** Goes on until so many nodes were killed, and leaves one at least that works. */
  void kill(int howMany) throws InterruptedException {
    NodeProcess first = launch();
    first.awaitReady(LONG_ENOUGH);
    stop(first); // leaves the archive behind with which the others start quickly
    while (kills < howMany) {
      writer.allow(20 + random.nextInt(60));
      keepSomeAlive();
      letThemWork();
      happen();
    }
    nodes.stream().filter(NodeProcess::isStalled).forEach(NodeProcess::resume);
    launch();
  }

  private void happen() throws InterruptedException {
    switch (random.nextInt(12)) {
      case 0 -> kill(List.copyOf(nodes));
      case 1, 2 -> kill(some(2));
      case 3, 4 -> stallForLongerThanItsLease(some(1));
      case 5 -> some(1).forEach(this::stop);
      case 6, 7 -> killWhileItStarts();
      default -> kill(some(1));
    }
  }

  private void keepSomeAlive() throws InterruptedException {
    if (nodes.isEmpty() && random.nextInt(4) == 0) {
      writer.allow(100);
      pause(random.nextInt(300));
    }
    while (nodes.isEmpty() || (nodes.size() < MAX_NODES && random.nextInt(3) > 0)) {
      launch();
    }
  }

  /** Kills meet work: some effects first, unless nobody can have any just now; then an instant. */
  private void letThemWork() throws InterruptedException {
    long enough = ledger.effects() + random.nextInt(80);
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Counters.LEASE.multipliedBy(3))
          .until(() -> ledger.effects() >= enough);
    } catch (ConditionTimeoutException goOn) {
      note("nothing was done for a while");
    }
    pause(random.nextInt(20));
  }

  /** It joins the others while these go on. */
  private NodeProcess launch() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("foliot.engine.batch-size", "" + (1 + random.nextInt(30)));
    properties.put("foliot.engine.poll-interval", "50ms");
    properties.put("foliot.engine.retry.max-attempts", "20");
    properties.put("foliot.engine.retry.max-interval", "100ms");
    for (String subscription : Ledger.SUBSCRIPTIONS) {
      int segments = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
      properties.put("foliot.engine.subscriptions." + subscription + ".segments", "" + segments);
    }
    for (String subscription : List.of(Orders.COMMANDS, Orders.PROCESS)) {
      properties.put("foliot.engine.subscriptions." + subscription + ".segments", "4");
    }
    NodeProcess node = launcher.launch(properties);
    nodes.add(node);
    note(node + " started");
    return node;
  }

  private List<NodeProcess> some(int most) {
    List<NodeProcess> chosen = new ArrayList<>(nodes);
    Collections.shuffle(chosen, random);
    return chosen.subList(0, Math.min(most, chosen.size()));
  }

  private void kill(List<NodeProcess> victims) {
    note(victims + " killed");
    victims.forEach(NodeProcess::kill);
    nodes.removeAll(victims);
    kills += victims.size();
  }

  private void killWhileItStarts() throws InterruptedException {
    NodeProcess node = launcher.launch(Map.of());
    pause(200 + random.nextInt(1_000));
    kill(List.of(node));
  }

  /** Others take over what it had; then it wakes up and believes that nothing has happened. */
  private void stallForLongerThanItsLease(List<NodeProcess> chosen) throws InterruptedException {
    NodeProcess node = chosen.get(0);
    note(node + " stalled");
    node.stall();
    if (nodes.size() == 1) {
      launch();
    }
    pause((int) Counters.LEASE.toMillis() + random.nextInt(1_000));
    writer.allow(30);
    node.resume();
    note(node + " resumed");
    letThemWork();
  }

  private void stop(NodeProcess node) {
    note(node + " stopped");
    node.terminate();
    nodes.remove(node);
    assertThat(node.hasTerminated(LONG_ENOUGH))
        .as(() -> node + " ends in time after SIGTERM\n" + node.endOfLog())
        .isTrue();
  }

  /** How many nodes are neither killed nor stopped. */
  int living() {
    return nodes.size();
  }

  /** The end: each node gives back what it has. */
  void stopAll() {
    List.copyOf(nodes).forEach(this::stop);
  }

  private static void pause(int milliseconds) throws InterruptedException {
    new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS);
  }

  private void note(String what) {
    story.add((System.nanoTime() - started) / 1_000_000 + " ms: " + what);
  }

  String story() {
    return kills + " kills:\n" + String.join("\n", story);
  }
}
