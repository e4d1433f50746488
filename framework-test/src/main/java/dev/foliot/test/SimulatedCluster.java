package dev.foliot.test;

import dev.foliot.engine.SteppedNode;
import dev.foliot.engine.Stepping;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The nodes of a simulation: the seed decides which of them takes the next step, and how time
 * passes.
 */
final class SimulatedCluster {
  private final SimulatedParts parts;
  private final int most;
  private final SplittableRandom random;
  private final SimulationTrace trace;
  private final InjectFaults faults;
  private final DeliveryLedger ledger;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private int started;
  private int failures;

  /**
   * @param most the maximum number of living nodes
   */
  SimulatedCluster(
      SimulatedParts parts,
      int most,
      SplittableRandom random,
      SimulationTrace trace,
      InjectFaults faults,
      DeliveryLedger ledger) {
    this.parts = parts;
    this.most = most;
    this.random = random;
    this.trace = trace;
    this.faults = faults;
    this.ledger = ledger;
    faults.onLostLease(() -> parts.outsideOfTransaction(this::loseLease));
  }

  /** Starts the first nodes. */
  void begin() {
    int count = 1 + random.nextInt(most);
    while (nodes.size() < count) {
      start();
    }
  }

  /** How many steps have failed and left their node alive. */
  int failures() {
    return failures;
  }

  /** Lets a node take a step. */
  void takeAny() {
    int choice = random.nextInt(100);
    if (nodes.isEmpty() || (choice < 4 && nodes.size() < most)) {
      start();
    } else if (choice < 6) {
      stop(anyNode());
    } else if (choice < 8 && faults.mayCrash()) {
      kill(anyNode());
    } else if (choice < 16) {
      letTimePass();
    } else {
      SimulatedNode node = anyNode();
      List<SteppedNode.Turn> turns = node.engine().turns();
      step(node, turns.get(random.nextInt(turns.size())));
    }
  }

  private SimulatedNode anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void letTimePass() {
    long lease = parts.engine().lease().toMillis();
    long[] steps = {1, 100, 1_000, lease / 3, lease / 2, lease + 1};
    advance(Duration.ofMillis(steps[random.nextInt(steps.length)]));
  }

  void advance(Duration time) {
    trace.note("clock", "+" + TimeUnit.MILLISECONDS.convert(time) + " ms"); // capped
    parts.clock().advance(time);
  }

  private void start() {
    String name = "node-" + ++started;
    trace.note(name, "starts");
    RememberedConnections heartbeats = new RememberedConnections(parts.dataSource());
    Stepping stepping =
        new Stepping(
            name,
            random::nextDouble,
            heartbeats,
            broker -> new PublishTwice(broker, faults),
            this::handling,
            this::delivered);
    nodes.add(new SimulatedNode(parts.engine().stepped(stepping), heartbeats));
  }

  private void kill(SimulatedNode node) {
    trace.note(node.name(), "!! crashes between two steps");
    bury(node);
  }

  private void stop(SimulatedNode node) {
    trace.note(node.name(), "stops");
    attempt(node, () -> node.engine().stop());
    nodes.remove(node);
    node.end();
  }

  /** Stops all nodes, as the closing of an application does. */
  void stop() {
    List.copyOf(nodes).forEach(this::stop);
  }

  /** Ends all nodes. */
  void end() {
    nodes.forEach(SimulatedNode::end);
    nodes.clear();
  }

  /**
   * Lets each node take each possible step once; true if there may be more. A node first renews its
   * lease, because without a lease it has no steps.
   */
  boolean allTakeTurns() {
    if (nodes.isEmpty()) {
      start();
    }
    boolean progress = false;
    for (SimulatedNode node : List.copyOf(nodes)) {
      progress |= take(node, node.engine().leaseTurns());
      progress |= take(node, node.engine().workTurns());
    }
    return progress;
  }

  private boolean take(SimulatedNode node, List<SteppedNode.Turn> turns) {
    boolean progress = false;
    for (SteppedNode.Turn turn : turns) {
      progress |= step(node, turn);
    }
    return progress;
  }

  /**
   * Lets time pass until a message that has failed is tried again.
   *
   * @return whether there is one
   */
  boolean waitForRetry() {
    Optional<Instant> retry = earliest(SteppedNode::nextRetry);
    retry.ifPresent(this::moveTo);
    return retry.isPresent();
  }

  /**
   * Lets time pass until a message that has failed is tried again, or else until leases have ended.
   * Before that, no other node takes over the segments and works of a dead node.
   *
   * @return whether there is such a message
   */
  boolean waitForRetryOrLease() {
    boolean retry = waitForRetry();
    if (!retry) {
      advance(parts.engine().lease().plusMillis(1));
    }
    return retry;
  }

  /**
   * Lets time pass until another action is due, such as a timer.
   *
   * @return whether there is one
   */
  boolean waitForTimer() {
    Optional<Instant> due = earliest(SteppedNode::nextDue);
    due.ifPresent(this::moveTo);
    return due.isPresent();
  }

  private Optional<Instant> earliest(Function<SteppedNode, Optional<Instant>> due) {
    return nodes.stream()
        .flatMap(node -> due.apply(node.engine()).stream())
        .min(Instant::compareTo);
  }

  private void moveTo(Instant later) {
    Instant now = parts.clock().instant();
    if (now.isBefore(later)) {
      advance(Duration.between(now, later));
    }
  }

  /** Lets a node take one step; true if there may be more to do. */
  private boolean step(SimulatedNode node, SteppedNode.Turn turn) {
    trace.note(node.name(), turn.what());
    boolean[] progress = {false};
    boolean fine = attempt(node, () -> progress[0] = turn.step().getAsBoolean());
    return progress[0] || !fine;
  }

  /** Runs a step of the node; false if it failed, or killed the node. */
  private boolean attempt(SimulatedNode node, Runnable act) {
    boolean fine = false;
    try {
      faults.as(node, act);
      fine = true;
    } catch (Throwable e) {
      if (!node.isCrashed()) {
        failures++;
        trace.detail("fails: " + ErrorText.of(e));
      }
    }
    if (node.isCrashed()) {
      bury(node);
      return false;
    }
    return fine;
  }

  private void bury(SimulatedNode node) {
    nodes.remove(node);
    node.end();
    parts.aggregates().clear(); // it was in the memory of a process that is gone
  }

  /** Lets the lease of the acting node expire, so that other nodes take its segments. */
  private void loseLease() {
    SimulatedNode slow = faults.actor();
    advance(parts.engine().lease().plusMillis(1));
    for (SimulatedNode other : List.copyOf(nodes)) {
      if (other != slow && !other.isCrashed()) {
        other.engine().leaseTurns().forEach(turn -> step(other, turn));
      }
    }
  }

  private void handling(DeliveryAttempt attempt) {
    trace.detail(
        "%s <- %s %s@%s, attempt %s%s"
            .formatted(
                attempt.subscription(),
                attempt.metadata().type(),
                attempt.stream(),
                attempt.streamVersion(),
                attempt.attempt(),
                attempt.messages() == 1 ? "" : ", with %s more".formatted(attempt.messages() - 1)));
    attempt.messageIds().forEach(id -> ledger.handling(attempt.subscription(), id));
  }

  private void delivered(Delivery delivery) {
    if (delivery.outcome() != Outcome.HANDLED) {
      trace.detail(
          "%s: %s of %s, attempt %s: %s"
              .formatted(
                  delivery.subscription(),
                  delivery.outcome(),
                  delivery.metadata().type(),
                  delivery.attempt(),
                  delivery.error() == null ? "" : ErrorText.of(delivery.error())));
    }
    if (delivery.outcome() == Outcome.SKIPPED) {
      ledger.skipping(delivery.subscription(), delivery.metadata().id());
    }
  }
}
