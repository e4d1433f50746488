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
    this.store = new ClaimStore(parts.jdbc(), parts.schema(), parts.endIfIdle());
    this.nodes = new NodeStore(parts.jdbc(), parts.schema(), parts.leaseClock());
  }

  /** All that this node can work on. */
  Set<String> known() {
    Set<String> known = new HashSet<>(subscriptions.keySet());
    known.addAll(duties());
    return known;
  }

  /** An application that publishes nothing relays nothing. */
  private List<String> duties() {
    return parts.types().anyPublished()
        ? List.of(CleanUp.NAME, RelayDuty.NAME)
        : List.of(CleanUp.NAME);
  }

  /** Makes the duties known to the database. */
  void addDuties() {
    duties().forEach(duty -> parts.transactions().doInNew(() -> store.addDuty(duty)));
  }

  /** Takes what was seen to be free; empty if it is not any more, or is still locked. */
  Optional<Owned> claim(Holding seen) {
    SegmentId id = seen.id();
    long token = seen.token() + 1;
    if (isDuty(id)) {
      boolean mine =
          parts.transactions().inNew(() -> store.claimDuty(id, seen.token(), parts.node()));
      return mine ? Optional.of(duty(id, token)) : Optional.empty();
    }
    return parts
        .transactions()
        .inNew(() -> store.claim(id, seen.token(), parts.node()))
        .map(registration -> open(id, registration, token));
  }

  private Owned duty(SegmentId id, long token) {
    return id.subscription().equals(CleanUp.NAME)
        ? new CleanUp(parts, nodes, id, token)
        : relay(id, token, () -> store.leaseOf(id, token, parts.leaseClock()));
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
    long token = parts.transactions().inNew(() -> store.steal(id, parts.node()));
    return Optional.of(relay(id, token, () -> STOLEN));
  }

  /** Takes a segment from whoever owns it. */
  Segment steal(SegmentId id, Registration registration) {
    long token = parts.transactions().inNew(() -> store.steal(id, parts.node()));
    return open(id, registration, token);
  }

  private Segment open(SegmentId id, Registration registration, long token) {
    Subscription subscription = Objects.requireNonNull(subscriptions.get(id.subscription()));
    MicrosecondClock clock = parts.clock();
    JudgeFailure judge = new JudgeFailure(parts.jdbc(), random);
    CircuitBreaker.OfSegment circuit = breakers.of(subscription.name()).newSegment();
    return new Segment(
        subscription,
        id.number(),
        registration,
        feed,
        new SegmentStore(parts, id, token),
        new DeliverBatch(
            subscription,
            parts.transactions(),
            parts.inbox(),
            judge,
            clock,
            new ReportDeliveries(subscription, listener),
            parts.aroundDeliveries(),
            circuit,
            new CheckOrder(subscription, registration.since(), parts.log(), feed.breaks())),
        circuit,
        parts.transactions(),
        clock,
        parts.settings().laneMaxWait());
  }

  /** Gives back what this node owns under that token. */
  void release(SegmentId id, long token) {
    parts
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
