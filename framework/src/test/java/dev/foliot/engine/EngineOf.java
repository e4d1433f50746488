package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.Upcasters;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.OutboxSettings;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.work.Work;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Engines like that of the application, with other settings: each is a node of its own. */
final class EngineOf {
  static final Duration LONG_LEASE = Duration.ofMinutes(30);

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration SOON = Duration.ofMillis(20);

  private final EngineParts parts;
  private EventStore log;
  private MessageBroker broker;
  private OutboxSettings outboxSettings;
  private DataSource heartbeats;
  private LeaseClock leaseClock;
  private HandlerRegistry handlers;
  private Supplier<Upcasters> upcasters;
  private EngineSettings settings;
  private boolean synchronous;
  private LongSupplier nanoTime;
  private DeliveryListener listener;
  private ThreadFactory threads;
  private Works works;
  private MicrosecondClock clock;

  private EngineOf(EngineParts parts) {
    this.parts = parts;
    this.log = parts.storage().log();
    this.broker = parts.relay().broker();
    this.outboxSettings = parts.relay().settings();
    this.heartbeats = parts.node().heartbeats();
    this.leaseClock = parts.node().leaseClock();
    this.handlers = parts.deliveries().handlers();
    this.upcasters = parts.deliveries().upcasters();
    this.settings = parts.settings();
    this.synchronous = parts.deliveries().synchronous();
    this.nanoTime = parts.node().nanoTime();
    this.listener = parts.deliveries().listener();
    this.threads = parts.node().threads();
    this.works = parts.works();
    this.clock = parts.node().clock();
  }

  static EngineOf like(EngineNode node) {
    return new EngineOf(node.parts());
  }

  EngineOf heartbeats(DataSource other) {
    heartbeats = other;
    return this;
  }

  EngineOf broker(MessageBroker other) {
    broker = other;
    return this;
  }

  EngineOf outbox(OutboxSettings other) {
    outboxSettings = other;
    return this;
  }

  EngineOf leaseClock(LeaseClock other) {
    leaseClock = other;
    return this;
  }

  EngineOf handlers(HandlerRegistry other) {
    handlers = other;
    return this;
  }

  EngineOf nanoTime(LongSupplier other) {
    nanoTime = other;
    return this;
  }

  EngineOf listener(DeliveryListener other) {
    listener = other;
    return this;
  }

  EngineOf threads(ThreadFactory other) {
    threads = other;
    return this;
  }

  /** With further works. */
  EngineOf works(Work... others) {
    Works own = parts.works();
    works = node -> Stream.concat(own.of(node).stream(), Stream.of(others)).toList();
    return this;
  }

  /** With these works and Foliot's own, but without the application's. */
  EngineOf onlyWorks(Work... others) {
    Works own = new FoliotWorks(java.util.List.of());
    works = node -> Stream.concat(own.of(node).stream(), Stream.of(others)).toList();
    return this;
  }

  EngineOf clock(MicrosecondClock other) {
    clock = other;
    return this;
  }

  EngineOf settings(UnaryOperator<EngineSettings> change) {
    settings = change.apply(settings);
    return this;
  }

  EngineNode node() {
    Storage storage = parts.storage();
    Deliveries of = parts.deliveries();
    Relay relay = parts.relay();
    return new EngineNode(
        new EngineParts(
            new Storage(log, storage.schema(), storage.jdbc(), storage.transactions()),
            new LocalNode(
                "node-" + NUMBER.incrementAndGet(),
                heartbeats,
                leaseClock,
                clock,
                nanoTime,
                threads),
            new Deliveries(
                handlers,
                upcasters,
                of.inbox(),
                synchronous,
                listener,
                of.around(),
                of.interceptors()),
            new Relay(relay.types(), relay.outbox(), broker, outboxSettings, relay.around()),
            settings,
            works));
  }

  static EngineNode copy(EngineNode node, UnaryOperator<EngineSettings> change) {
    return like(node).settings(change).node();
  }

  static EngineNode copy(
      EngineNode node, DeliveryListener listener, UnaryOperator<EngineSettings> change) {
    return like(node).listener(listener).settings(change).node();
  }

  /** As if the application had been started with the other way of event processing. */
  static EngineNode synchronous(EngineNode node, boolean synchronous) {
    EngineOf other = like(node);
    other.synchronous = synchronous;
    return other.node();
  }

  /** As if a new version of the application had been started, which reads messages its way. */
  static EngineNode deployed(EngineNode node, EventStore log, Upcasters upcasters) {
    EngineOf other = like(node);
    other.log = log;
    other.upcasters = () -> upcasters;
    return other.node();
  }

  static EngineSettings withBatchSize(EngineSettings settings, int size) {
    return with(settings, size, settings.standard().segments(), settings.pollInterval());
  }

  static EngineSettings withSegments(EngineSettings settings, int segments) {
    return with(settings, settings.standard().batchSize(), segments, settings.pollInterval());
  }

  static EngineSettings with(
      EngineSettings settings, int batchSize, int segments, Duration pollInterval) {
    return ChangedSettings.of(settings)
        .everySubscription(
            new SubscriptionSettings(batchSize, segments, null, settings.standard().retry()))
        .pollInterval(pollInterval)
        .get();
  }

  static EngineSettings withNotifications(EngineSettings settings, Duration pollInterval) {
    return ChangedSettings.of(settings).pollInterval(pollInterval).notifications(true).get();
  }

  static EngineSettings withConcurrency(EngineSettings settings, int concurrency) {
    return ChangedSettings.of(settings).maxConcurrency(concurrency).get();
  }

  static EngineSettings withCircuitBreaker(
      EngineSettings settings, CircuitBreakerSettings circuitBreaker) {
    return ChangedSettings.of(settings).circuitBreaker(circuitBreaker).get();
  }

  /** Longer than a test: the database's time goes on while a test renews no lease. */
  static EngineSettings withLongLease(EngineSettings settings) {
    return ChangedSettings.of(settings).lease(LONG_LEASE).get();
  }

  static EngineSettings withLease(EngineSettings settings, Duration lease) {
    return ChangedSettings.of(settings).pollInterval(SOON).lease(lease).get();
  }

  static EngineSettings withShutdownTimeout(EngineSettings settings, Duration timeout) {
    return ChangedSettings.of(settings).pollInterval(SOON).shutdownTimeout(timeout).get();
  }
}
