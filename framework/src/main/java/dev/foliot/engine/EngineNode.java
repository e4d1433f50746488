package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.work.Topics;
import dev.foliot.work.WorkDone;
import dev.foliot.work.WorkListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of this node. It registers the subscriptions and takes its share of their segments.
 * Threads step the segments, or a test does. The engine is notified of every commit, so that this
 * node and the others read new messages at once (R30).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EngineNode implements CommitListener, WorkListener {
  private static final Logger LOG = LoggerFactory.getLogger(EngineNode.class);

  private final EngineParts parts;
  private final SubscriptionStore store;
  private final RegisterSubscriptions register;
  private final RegisterInline registerInline;
  private final Notifications others;
  private final NotifyOfProgress progress;
  private Map<Subscription, Registration> registrations = Map.of();
  private volatile List<CommitListener> onCommit = List.of();
  private volatile List<WorkListener> onWork = List.of();
  private volatile @Nullable RunUntilStopped running;
  private volatile @Nullable OpenSegments open;

  public EngineNode(EngineParts parts) {
    this.parts = parts;
    this.store = new SubscriptionStore(parts.storage().jdbc(), parts.storage().schema());
    InlineStore inline = new InlineStore(parts.storage());
    HeldInLog held = new HeldInLog(parts.storage().jdbc(), parts.storage().schema());
    this.register =
        new RegisterSubscriptions(store, inline, held, parts.storage(), parts.node().clock());
    this.registerInline =
        new RegisterInline(
            store, inline, held, parts.storage().log(), parts.storage().transactions());
    this.others =
        new Notifications(
            parts.storage(), parts.node(), parts.settings().notifications(), this::heard);
    this.progress = new NotifyOfProgress(parts, others, this::localSegments);
  }

  /**
   * Registers the application's subscriptions in the database; done at every start, with or without
   * a running engine, and again after a test has emptied the database.
   *
   * @throws ProjectorNotFilledException if an inline projector would miss events
   * @throws PendingDeliveriesException if events are to be delivered synchronously, but the engine
   *     has not delivered everything yet
   */
  public synchronized void register() {
    registerInline.register(
        parts.deliveries().handlers().inline().stream().map(this::subscription).toList());
    registrations =
        register.register(
            parts.deliveries().handlers().subscriptions().stream()
                .map(this::subscription)
                .toList());
    if (parts.deliveries().synchronous()) {
      register.checkNothingPending(registrations);
    }
  }

  private Subscription subscription(HandlerBean handler) {
    return new Subscription(
        handler, parts.settings().of(handler.name()), parts.deliveries().upcasters().get());
  }

  /** Starts to deliver, on threads of its own. */
  public synchronized void start() {
    if (running != null) {
      return;
    }
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    Membership member = join(parts.deliveries().listener(), random);
    if (parts.deliveries().synchronous()) {
      catchUpHistoryOrLeave(member);
    }
    running =
        new RunUntilStopped(
            member,
            parts.settings(),
            new PollPause(parts.settings().pollInterval(), others::areHeard),
            parts.node());
    open = member.open();
    onCommit = List.of(running);
    running.start();
    others.listen();
    LOG.info(
        "engine node={} started with {} subscriptions", parts.node().name(), registrations.size());
  }

  private void catchUpHistoryOrLeave(Membership member) {
    try {
      catchUpHistory(member);
    } catch (Throwable e) {
      member.leave();
      throw e;
    }
  }

  /**
   * With synchronous processing, a new projector first handles the earlier events of the segments
   * that this node owns.
   */
  private void catchUpHistory(Membership member) {
    boolean progress = true;
    while (progress) {
      member.heartbeat().step();
      member.share().step(owned -> true);
      progress = member.open().feed().step();
      for (Segment segment : member.open().segments()) {
        progress |= segment.step();
      }
    }
    register.checkNothingPending(registrations);
  }

  /**
   * Finishes the running batches, saves the checkpoints and releases the segments. It waits at most
   * for the time-out of the shutdown, and then up to two seconds for the release.
   */
  public synchronized void stop() {
    RunUntilStopped current = running;
    if (current != null) {
      running = null;
      open = null;
      onCommit = List.of();
      others.stopListening();
      if (current.stop()) {
        others.tellTheRest();
        LOG.info("engine node={} stopped", parts.node().name());
      }
    }
  }

  /**
   * Lets all running engines read the owners of segments again at once. Called after a change of
   * the owners has been committed.
   */
  public void changed() {
    heard(Signal.OWNERSHIP);
    others.tell(Signal.OWNERSHIP);
  }

  private void heard(Signal signal) {
    RunUntilStopped current = running;
    if (current != null) {
      switch (signal.kind()) {
        case COMMITTED -> current.wakeUp();
        case OWNERSHIP -> {
          current.ownershipChanged();
          progress.announceAgain();
        }
        case AWAITED -> progress.awaitedElsewhere(signal.subscription());
        case ADVANCED -> progress.committedElsewhere(signal.subscription());
      }
    }
  }

  private void nextDueChanged() {
    RunUntilStopped current = running;
    if (current != null) {
      current.nextDueChanged();
    }
  }

  /**
   * Lets the engines of other nodes look for messages and work at once, as after a commit in the
   * log. Called after a commit that changed something else.
   */
  public void tellOthers() {
    others.tell(Signal.COMMITTED);
  }

  /**
   * The segment that delivers the messages of a stream to a subscription that is sequenced by
   * streams; null if this running node does not deliver them. It is a new object each time that
   * this node takes the segment.
   */
  public @Nullable Object ownerOf(String subscription, StreamName stream) {
    OpenSegments owned = open;
    return owned == null ? null : owned.ownerOf(subscription, stream);
  }

  /** The segments that this running node delivers now. */
  public LocalSegments localSegments() {
    OpenSegments owned = open;
    return new LocalSegments(owned == null ? List.of() : owned.segments(), others.areHeard());
  }

  /** Whether this engine delivers on threads of its own. */
  public boolean isRunning() {
    return running != null;
  }

  /**
   * The reason why a running engine does not recover without a restart of the application: it has
   * lost a thread, or a thread has waited for the database for several leases. Empty otherwise,
   * also after a shorter outage of the database.
   */
  public Optional<String> whyDead() {
    RunUntilStopped current = running;
    return current == null ? Optional.empty() : current.whyDead();
  }

  /** Whether {@link #whyDead()} has a reason. */
  public boolean isDead() {
    return whyDead().isPresent();
  }

  /** Whether other nodes' commits wake it, so that it does not have to wait for its next poll. */
  boolean hearsOthers() {
    return others.areHeard();
  }

  /** Returns its current state. */
  public EngineStatus status() {
    RunUntilStopped current = running;
    return current == null ? new EngineStatus(false, false, 0, List.of(), null) : current.status();
  }

  /** As {@link #testCycles(int)}, with {@link TestCycles#MAX_DELIVERIES}. */
  public TestCycles testCycles() {
    return testCycles(TestCycles.MAX_DELIVERIES);
  }

  /**
   * Returns {@link TestCycles}, which drive this node in the caller's thread.
   *
   * @param maxDeliveries the number of deliveries at which a run fails (R36)
   */
  public TestCycles testCycles(int maxDeliveries) {
    return new TestCycles(this, maxDeliveries);
  }

  /** Another node like this one, which takes a step only when a simulation calls it. */
  public SteppedNode stepped(Stepping stepping) {
    return new SteppedNode(parts, stepping);
  }

  /** Returns the lease: how long a node owns its segments without a renewal. */
  public Duration lease() {
    return parts.settings().lease();
  }

  /** Returns the open work of all nodes together. */
  public DeliveryInspection inspect() {
    return new DeliveryInspection(parts.storage(), parts.relay().outbox(), registrations);
  }

  @Override
  public void committed(List<NewMessage> messages) {
    onCommit.forEach(listener -> listener.committed(messages));
    others.tell(Signal.COMMITTED);
    progress.committed(messages);
  }

  @Override
  public void done(Supplier<WorkDone> done) {
    onWork.forEach(listener -> listener.done(done));
  }

  /**
   * Called after the segments of subscriptions were taken from their owners and their rows were
   * exchanged. All nodes read the owners again, and waiting readers read again.
   */
  public void exchanged(Collection<String> subscriptions) {
    changed();
    subscriptions.forEach(progress::committed);
  }

  public EngineParts parts() {
    return parts;
  }

  /** Wakes readers that wait for a subscription. */
  public ProjectionProgress progress() {
    return progress;
  }

  /** Wakes readers of work on all nodes. */
  public Topics topics() {
    return progress;
  }

  void onCommit(List<CommitListener> listeners) {
    onCommit = listeners;
  }

  void onWork(List<WorkListener> listeners) {
    onWork = listeners;
  }

  /** The names of its subscriptions, in the order of their turns. */
  List<String> subscriptions() {
    return registrations.keySet().stream().map(Subscription::name).toList();
  }

  /**
   * Opens all works, and all subscriptions that are not paused, for a run in test mode; without
   * circuit breakers by default.
   */
  OpenSegments open(DeliveryListener listener, DoubleSupplier random) {
    TakeEverything take =
        new TakeEverything(parts.storage(), parts.node(), parts.settings().lease());
    take.enter();
    OpenSegments open = prepare(listener, random, circuitBreakers(false, random), take::leave);
    take.into(open, subscriptions());
    return open;
  }

  /** Registers this node among the others. It owns nothing before the first step of the share. */
  Membership join(DeliveryListener listener, DoubleSupplier random) {
    OpenSegments open = prepare(listener, random, circuitBreakers(true, random), () -> {});
    open.claims().works().register();
    open.beginEverywhere();
    LocalNode local = parts.node();
    Storage storage = parts.storage();
    Heartbeat heartbeat =
        new Heartbeat(storage.schema(), local, parts.settings().lease(), open.claims().known());
    heartbeat.step();
    NodeStore nodes = NodeStore.of(storage, local);
    Rebalance share = new Rebalance(nodes, local, open, heartbeat, this::changed);
    PublishCircuitState circuits =
        new PublishCircuitState(nodes, storage.transactions(), local.name(), open);
    return new Membership(open, heartbeat, share, circuits, this::changed);
  }

  private CircuitBreakers circuitBreakers(boolean onThreads, DoubleSupplier random) {
    return new CircuitBreakers(
        onThreads, parts.settings().circuitBreaker(), parts.node().clock(), random);
  }

  private OpenSegments prepare(
      DeliveryListener listener, DoubleSupplier random, CircuitBreakers breakers, Runnable last) {
    if (registrations.isEmpty()) {
      register();
    }
    Map<String, Subscription> subscriptions = new HashMap<>();
    registrations.keySet().forEach(each -> subscriptions.put(each.name(), each));
    MessageFeed feed =
        new MessageFeed(
            parts.storage().log(), store.settledPosition(), parts.settings().maxConcurrency());
    ClaimSegments claims =
        new ClaimSegments(
            parts, subscriptions, feed, listener, progress, breakers, random, this::nextDueChanged);
    return new OpenSegments(feed, claims, last);
  }
}
