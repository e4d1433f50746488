package dev.foliot.engine;

import dev.foliot.engine.Ownership.Holding;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.time.MicrosecondClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Takes segments and duties for this node, and makes of each what can be stepped. */
final class ClaimSegments {
  /** Until the test ends that has stolen it. */
  private static final Duration STOLEN = Duration.ofDays(1);

  private final EngineParts parts;
  private final Map<String, Subscription> subscriptions;
  private final MessageFeed feed;
  private final DeliveryListener listener;
  private final CircuitBreakers breakers;
  private final DoubleSupplier random;
  private final String endIfIdle;
  private final ClaimStore store;
  private final NodeStore nodes;

  /**
   * @param subscriptions what this node can deliver, by name
   */
  ClaimSegments(
      EngineParts parts,
      Map<String, Subscription> subscriptions,
      MessageFeed feed,
      DeliveryListener listener,
      CircuitBreakers breakers,
      DoubleSupplier random) {
    this.parts = parts;
    this.subscriptions = subscriptions;
    this.feed = feed;
    this.listener = listener;
    this.breakers = breakers;
    this.random = random;
    this.endIfIdle = parts.storage().endIfIdle(parts.settings().lease());
    this.store = new ClaimStore(parts.storage(), endIfIdle);
    this.nodes =
        new NodeStore(parts.storage().jdbc(), parts.storage().schema(), parts.node().leaseClock());
  }

  /** All that this node can work on. */
  Set<String> known() {
    Set<String> known = new HashSet<>(subscriptions.keySet());
    known.addAll(duties());
    return known;
  }

  /** An application that publishes nothing relays nothing. */
  private List<String> duties() {
    return parts.relay().types().anyPublished()
        ? List.of(CleanUp.NAME, RelayDuty.NAME)
        : List.of(CleanUp.NAME);
  }

  /** Makes the duties known to the database. */
  void addDuties() {
    duties().forEach(duty -> parts.storage().transactions().doInNew(() -> store.addDuty(duty)));
  }

  /** Takes what was seen to be free; empty if it is not any more, or is still locked. */
  Optional<Owned> claim(Holding seen) {
    SegmentId id = seen.id();
    long token = seen.token() + 1;
    if (isDuty(id)) {
      boolean mine =
          parts
              .storage()
              .transactions()
              .inNew(() -> store.claimDuty(id, seen.token(), parts.node().name()));
      return mine ? Optional.of(duty(id, token)) : Optional.empty();
    }
    return parts
        .storage()
        .transactions()
        .inNew(() -> store.claim(id, seen.token(), parts.node().name()))
        .map(registration -> open(id, registration, token));
  }

  private Owned duty(SegmentId id, long token) {
    return id.subscription().equals(CleanUp.NAME)
        ? new CleanUp(parts, nodes, id, token)
        : relay(id, token, () -> store.leaseOf(id, token, parts.node().leaseClock()));
  }

  private RelayDuty relay(SegmentId id, long token, RelayDuty.Proof proof) {
    return new RelayDuty(parts, store, id, token, proof, random);
  }

  /** Takes the relay from whichever node has it, whose lease nothing prolongs; empty if none. */
  Optional<RelayDuty> stealRelay() {
    if (!duties().contains(RelayDuty.NAME)) {
      return Optional.empty();
    }
    addDuties();
    SegmentId id = new SegmentId(RelayDuty.NAME, 0);
    long token = parts.storage().transactions().inNew(() -> store.steal(id, parts.node().name()));
    return Optional.of(relay(id, token, () -> STOLEN));
  }

  /** Takes a segment from whoever owns it. */
  Segment steal(SegmentId id, Registration registration) {
    long token = parts.storage().transactions().inNew(() -> store.steal(id, parts.node().name()));
    return open(id, registration, token);
  }

  private Segment open(SegmentId id, Registration registration, long token) {
    Subscription subscription = Objects.requireNonNull(subscriptions.get(id.subscription()));
    MicrosecondClock clock = parts.node().clock();
    JudgeFailure judge = new JudgeFailure(parts.storage().jdbc(), random);
    CircuitBreaker.OfSegment circuit = breakers.of(subscription.name()).newSegment();
    SegmentStore owned = new SegmentStore(parts.storage(), id, token, endIfIdle);
    return new Segment(
        subscription,
        registration.since(),
        feed,
        new SegmentState(owned, parts.storage().transactions()),
        new DeliverBatch(
            subscription,
            parts.storage().transactions(),
            parts.deliveries().inbox(),
            judge,
            clock,
            new ReportDeliveries(subscription, listener),
            parts.deliveries().around(),
            circuit,
            new CheckOrder(
                subscription, registration.since(), parts.storage().log(), feed.breaks())),
        circuit,
        clock,
        parts.settings().laneMaxWait());
  }

  /** Gives back what this node owns under that token. */
  void release(SegmentId id, long token) {
    parts
        .storage()
        .transactions()
        .doInNew(
            () -> {
              if (isDuty(id)) {
                store.releaseDuty(id, token);
              } else {
                store.release(id, token);
              }
            });
  }

  private static boolean isDuty(SegmentId id) {
    return id.subscription().equals(CleanUp.NAME) || id.subscription().equals(RelayDuty.NAME);
  }
}
