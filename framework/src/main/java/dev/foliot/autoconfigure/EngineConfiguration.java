package dev.foliot.autoconfigure;

import dev.foliot.Engine;
import dev.foliot.engine.Deliveries;
import dev.foliot.engine.EngineNode;
import dev.foliot.engine.EngineParts;
import dev.foliot.engine.EngineSettings;
import dev.foliot.engine.FoliotWorks;
import dev.foliot.engine.HeldErrors;
import dev.foliot.engine.LeaseClock;
import dev.foliot.engine.LocalNode;
import dev.foliot.engine.Relay;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Works;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.observation.ObserveQuietly;
import dev.foliot.operation.Subscriptions;
import dev.foliot.outbox.InDatabaseBroker;
import dev.foliot.outbox.Inbox;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.projection.Staleness;
import dev.foliot.rebuild.RebuildSignal;
import dev.foliot.rebuild.RebuildWork;
import dev.foliot.rebuild.Rebuilds;
import dev.foliot.time.Background;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.ExpiringRows;
import dev.foliot.work.Work;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The engine of this node, with the outbox that it relays. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
  private static final int STANDARD_CONCURRENCY = 5;

  @Bean
  Outbox foliotOutbox(
      DataSource dataSource,
      FoliotSchema schema,
      MessageTypes types,
      MessageJson json,
      Transactions transactions,
      MicrosecondClock clock) {
    return new Outbox(new JdbcTemplate(dataSource), schema, types, json, transactions, clock);
  }

  @Bean
  HeldErrors foliotHeldErrors(DataSource dataSource, FoliotSchema schema) {
    return new HeldErrors(JdbcClient.create(dataSource), schema);
  }

  @Bean
  @ConditionalOnMissingBean
  MessageBroker foliotMessageBroker(IdGenerator ids, LaneRule lanes, Transactions transactions) {
    return new InDatabaseBroker(ids, lanes, transactions);
  }

  @Bean
  Storage foliotEngineStorage(
      EventStore log, FoliotSchema schema, DataSource dataSource, Transactions transactions) {
    return new Storage(log, schema, JdbcClient.create(dataSource), transactions);
  }

  @Bean
  LocalNode foliotLocalNode(
      DataSource dataSource,
      ObjectProvider<JdbcConnectionDetails> connectionDetails,
      FoliotProperties properties,
      MicrosecondClock clock,
      IdGenerator ids,
      Environment environment) {
    ThreadFactory threads = threads(environment);
    return new LocalNode(
        "node-" + ids.next(),
        new BoundedConnections(
            new UnpooledConnections(dataSource, connectionDetails.getIfUnique()),
            properties.engine().lease(),
            threads),
        LeaseClock.OF_DATABASE,
        clock,
        System::nanoTime,
        threads);
  }

  @Bean
  Deliveries foliotDeliveries(
      Storage storage,
      HandlerRegistry handlers,
      DiscoverUpcasters upcasters,
      FoliotProperties properties,
      MicrosecondClock clock,
      ObjectProvider<DeliveryListener> listeners,
      ObjectProvider<Around<DeliveryAttempt>> around,
      DeliveryInterceptors interceptors) {
    return new Deliveries(
        handlers,
        upcasters,
        new Inbox(storage.jdbc(), storage.schema(), clock),
        properties.eventProcessing() == FoliotProperties.EventProcessing.SYNC,
        ObserveQuietly.listeners(listeners.orderedStream().toList()),
        ObserveQuietly.arounds(around.orderedStream().toList()),
        interceptors);
  }

  @Bean
  Relay foliotRelay(
      MessageTypes types,
      Outbox outbox,
      MessageBroker broker,
      FoliotProperties properties,
      ObjectProvider<Around<OutboxEntry>> around) {
    return new Relay(
        types,
        outbox,
        broker,
        SettingsFromProperties.outbox(properties.outbox()),
        ObserveQuietly.arounds(around.orderedStream().toList()));
  }

  @Bean
  EngineSettings foliotEngineSettings(
      FoliotProperties properties,
      DataSource dataSource,
      ObjectProvider<DataSourcePoolMetadataProvider> pools) {
    return SettingsFromProperties.engine(properties, halfOf(dataSource, pools));
  }

  /** Foliot's own works, and the beans that there are when a node begins. */
  @Bean
  Works foliotWorks(
      ObjectProvider<Work> beans,
      ObjectProvider<ExpiringRows> expiring,
      RebuildConfiguration.MakeRebuildParts rebuilds,
      RebuildSignal signal) {
    Works own = new FoliotWorks(expiring.orderedStream().toList());
    return node ->
        Stream.of(
                own.of(node).stream(),
                RebuildWork.of(rebuilds.of(node), signal).stream(),
                beans.orderedStream())
            .flatMap(works -> works)
            .toList();
  }

  @Bean
  EngineNode foliotEngineNode(
      Storage storage,
      LocalNode node,
      Deliveries deliveries,
      Relay relay,
      EngineSettings settings,
      Works works,
      RebuildSignal rebuilds) {
    EngineNode engine =
        new EngineNode(new EngineParts(storage, node, deliveries, relay, settings, works));
    rebuilds.onExchange(engine::exchanged);
    return engine;
  }

  @Bean
  ProjectionProgress foliotProjectionProgress(EngineNode node) {
    return node.progress();
  }

  /** Half the pool, so that deliveries leave connections for the application's own requests. */
  static int halfOf(DataSource dataSource, ObjectProvider<DataSourcePoolMetadataProvider> pools) {
    DataSourcePoolMetadata pool =
        new CompositeDataSourcePoolMetadataProvider(pools.orderedStream().toList())
            .getDataSourcePoolMetadata(dataSource);
    Integer most = pool == null ? null : pool.getMax();
    return most == null || most < 1 ? STANDARD_CONCURRENCY : Math.max(1, most / 2);
  }

  static ThreadFactory threads(Environment environment) {
    if (Threading.VIRTUAL.isActive(environment)) {
      return new VirtualThreadTaskExecutor("foliot-").getVirtualThreadFactory();
    }
    CustomizableThreadFactory threads = new CustomizableThreadFactory("foliot-");
    threads.setDaemon(true);
    return threads;
  }

  @Bean
  @ConditionalOnMissingBean
  Background foliotBackground(Environment environment) {
    return new BackgroundThread(threads(environment));
  }

  @Bean
  Subscriptions foliotSubscriptions(EngineNode node, Rebuilds rebuilds) {
    return new Subscriptions(node, rebuilds::removed);
  }

  @Bean
  Staleness foliotStaleness(HandlerRegistry handlers, Subscriptions subscriptions) {
    return projection ->
        handlers.all().stream()
            .filter(bean -> !bean.isInline()) // its rows are as new as the log
            .filter(bean -> bean.projection().filter(projection::equals).isPresent())
            .map(bean -> subscriptions.staleness(bean.name()))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
  }

  @Bean
  @ConditionalOnMissingBean
  Engine foliotEngine(EngineNode node) {
    return Engine.onThreads(node);
  }

  @Bean
  @Lazy(false)
  EngineLifecycle foliotEngineLifecycle(
      SchemaInitializer schema,
      UnitOfWorkInstaller unitsOfWork,
      EngineNode node,
      Engine engine,
      HandlerRegistry handlers,
      FoliotProperties properties,
      ObjectProvider<FoliotSliceAutoConfiguration.Slice> slice) {
    return new EngineLifecycle(
        schema,
        unitsOfWork,
        node,
        engine,
        handlers,
        properties.engine().enabled(),
        slice.getIfAvailable() == null);
  }
}
