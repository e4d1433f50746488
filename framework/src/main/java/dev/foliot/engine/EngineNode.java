package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageType;
import dev.foliot.outbox.RelayOutbox;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.CommitListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of this node: it registers the subscriptions, claims their segments and lets threads,
 * or a test, step them. It hears of every commit, so that new messages are read at once (R30).
 */
public final class EngineNode implements CommitListener {
  private static final Logger LOG = LoggerFactory.getLogger(EngineNode.class);

  private final EngineParts parts;
  private final SubscriptionStore store;
  private final RegisterSubscriptions register;
  private Map<Subscription, Registration> registrations = Map.of();
  private volatile List<CommitListener> onCommit = List.of();
  private volatile @Nullable RunUntilStopped running;

  public EngineNode(EngineParts parts) {
    this.parts = parts;
    this.store = new SubscriptionStore(parts.jdbc(), parts.schema());
    this.register = new RegisterSubscriptions(store, parts.log(), parts.transactions());
  }

  /**
   * Makes the application's subscriptions known to the database; done at every start, with or
   * without a running engine, and again after a test has emptied the database.
   *
   * @throws PendingDeliveriesException if events are to be delivered synchronously, but the engine
   *     has not delivered everything yet
   */
  public synchronized void register() {
    registrations =
        register.register(
            parts.handlers().subscriptions().stream()
                .map(
                    handler ->
                        new Subscription(
                            handler, parts.settings().of(handler.name()), parts.upcasters().get()))
                .toList());
    if (parts.synchronous()) {
      register.checkNothingPending(registrations);
    }
  }

  /** Starts to deliver, on threads of its own. */
  public synchronized void start() {
    if (running != null) {
      return;
    }
    OpenSegments open = open(parts.listener(), ThreadLocalRandom.current()::nextDouble);
    if (parts.synchronous()) {
      catchUpHistory(open);
    }
    running = new RunUntilStopped(open, parts.settings(), parts.clock(), parts.threads());
    onCommit = List.of(running);
    running.start();
    LOG.info("engine node={} started with {} subscriptions", parts.node(), registrations.size());
  }

  /**
   * A projector that is new to an application with synchronous processing first reads what happened
   * before it existed.
   */
  private void catchUpHistory(OpenSegments open) {
    boolean progress = true;
    while (progress) {
      progress = open.feed().step();
      for (Segment segment : open.segments()) {
        progress |= segment.step();
      }
    }
    register.checkNothingPending(registrations);
  }

  /** Finishes the batches in hand, saves the checkpoints and gives the segments back. */
  public synchronized void stop() {
    RunUntilStopped current = running;
    if (current != null) {
      running = null;
      onCommit = List.of();
      current.stop();
      LOG.info("engine node={} stopped", parts.node());
    }
  }

  /**
   * Who may deliver what has changed in the database: a running engine looks again at once. Called
   * after the commit of such a change.
   */
  public void changed() {
    RunUntilStopped current = running;
    if (current != null) {
      current.ownershipChanged();
    }
  }

  /** Whether it delivers on threads of its own. */
  public boolean isRunning() {
    return running != null;
  }

  /** What it is doing. */
  public EngineStatus status() {
    RunUntilStopped current = running;
    return current == null ? new EngineStatus(false, 0, List.of(), null) : current.status();
  }

  /** Cycles in the caller's thread; see {@link TestCycles}. */
  public TestCycles testCycles() {
    return new TestCycles(this);
  }

  @Override
  public void committed(List<NewMessage> messages) {
    onCommit.forEach(listener -> listener.committed(messages));
  }

  EngineParts parts() {
    return parts;
  }

  void onCommit(List<CommitListener> listeners) {
    onCommit = listeners;
  }

  /** Claims every segment of every subscription for this node. */
  OpenSegments open(DeliveryListener listener, DoubleSupplier random) {
    if (registrations.isEmpty()) {
      register();
    }
    parts.transactions().doInNew(() -> store.enter(parts.node()));
    List<Claim> claims = new ArrayList<>();
    registrations.forEach(
        (subscription, registration) -> {
          for (int number = 0; number < registration.segments(); number++) {
            claims.add(claim(subscription, registration, number));
          }
        });
    long settled = claims.stream().mapToLong(Claim::settledPosition).max().orElse(0);
    MessageFeed feed = new MessageFeed(parts.log(), settled);
    List<Segment> segments =
        claims.stream().map(claim -> segment(claim, feed, listener, random)).toList();
    return new OpenSegments(parts, store, feed, segments, relay(random));
  }

  private record Claim(
      Subscription subscription, Registration registration, int number, SegmentStore store) {

    /**
     * A position that was reached by reading is settled. The one at which a subscription was
     * registered is not: a transaction that was open then may still commit below it.
     */
    long settledPosition() {
      long position = store.position(Lane.PRIMARY);
      return position == registration.since() ? 0 : position;
    }
  }

  private Claim claim(Subscription subscription, Registration registration, int number) {
    long token =
        parts.transactions().inNew(() -> store.claim(subscription.name(), number, parts.node()));
    SegmentStore segmentStore =
        new SegmentStore(parts.jdbc(), parts.schema(), subscription.name(), number, token);
    return new Claim(subscription, registration, number, segmentStore);
  }

  private Segment segment(
      Claim claim, MessageFeed feed, DeliveryListener listener, DoubleSupplier random) {
    MicrosecondClock clock = parts.clock();
    JudgeFailure judge = new JudgeFailure(parts.jdbc(), random);
    DeliverBatch deliver =
        new DeliverBatch(
            claim.subscription(),
            parts.transactions(),
            parts.inbox(),
            judge,
            clock,
            new ReportDeliveries(claim.subscription(), clock, listener),
            parts.aroundDeliveries());
    return new Segment(
        claim.subscription(),
        claim.number(),
        claim.registration(),
        feed,
        claim.store(),
        deliver,
        parts.transactions(),
        clock,
        parts.settings().laneMaxWait());
  }

  /** Null if the application publishes nothing. */
  private @Nullable RelayOutbox relay(DoubleSupplier random) {
    boolean publishes =
        parts.types().all().stream().map(MessageType::publishTo).anyMatch(each -> each != null);
    return publishes
        ? new RelayOutbox(
            parts.outbox(),
            parts.broker(),
            parts.outboxSettings(),
            parts.clock(),
            random,
            parts.node(),
            parts.aroundRelays())
        : null;
  }
}
