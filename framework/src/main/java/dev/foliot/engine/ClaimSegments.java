package dev.foliot.engine;

import dev.foliot.engine.Ownership.Holding;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.time.MicrosecondClock;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Takes segments and works for this node, and opens them. */
final class ClaimSegments {
  private final EngineParts parts;
  private final Map<String, Subscription> subscriptions;
  private final MessageFeed feed;
  private final DeliveryListener listener;
  private final NotifyOfProgress progress;
  private final CircuitBreakers breakers;
  private final DoubleSupplier random;
  private final String endIfIdle;
  private final ClaimStore store;
  private final ClaimWorks works;

  /**
   * @param subscriptions the subscriptions that this node has handlers for, by name
   */
  ClaimSegments(
      EngineParts parts,
      Map<String, Subscription> subscriptions,
      MessageFeed feed,
      DeliveryListener listener,
      NotifyOfProgress progress,
      CircuitBreakers breakers,
      DoubleSupplier random,
      Runnable nextDueChanged) {
    this.parts = parts;
    this.subscriptions = subscriptions;
    this.feed = feed;
    this.listener = listener;
    this.progress = progress;
    this.breakers = breakers;
    this.random = random;
    this.endIfIdle = parts.storage().endIfIdle(parts.settings().lease());
    this.store = new ClaimStore(parts.storage(), endIfIdle);
    this.works =
        new ClaimWorks(
            parts.works().of(parts),
            subscriptions.keySet(),
            parts.storage().transactions(),
            store,
            parts.node(),
            parts.settings().lease(),
            random,
            nextDueChanged);
  }

  /** The names of all subscriptions and works that this node can work on. */
  Set<String> known() {
    Set<String> known = new HashSet<>(subscriptions.keySet());
    known.addAll(works.names());
    known.addAll(works.declares());
    return known;
  }

  ClaimWorks works() {
    return works;
  }

  /** Takes a segment that was free; empty if it is not free any more, or is still locked. */
  Optional<OwnedPart> claim(Holding seen) {
    if (works.has(seen.id())) {
      return works.claim(seen);
    }
    return parts
        .storage()
        .transactions()
        .inNew(() -> store.claim(seen.id(), seen.token(), parts.node().name()))
        .map(registration -> open(seen.id(), registration, seen.token() + 1));
  }

  /** Opens a segment that this node owns. */
  Segment open(SegmentId id, Registration registration, long token) {
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
            new ReportDeliveries(subscription, listener, progress::committed),
            parts.deliveries().around(),
            parts.deliveries().interceptors(),
            circuit,
            new CheckOrder(
                subscription, registration.since(), parts.storage().log(), feed.breaks())),
        circuit,
        clock,
        parts.settings().laneMaxWait());
  }

  /** Releases the segment that this node owns under that token. */
  void release(SegmentId id, long token) {
    parts
        .storage()
        .transactions()
        .doInNew(
            () -> {
              if (works.has(id)) {
                store.releaseWork(id, token);
              } else {
                store.release(id, token);
              }
            });
  }
}
