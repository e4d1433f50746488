package dev.foliot.autoconfigure;

import dev.foliot.Engine;
import dev.foliot.engine.EngineNode;
import dev.foliot.engine.EngineParts;
import dev.foliot.engine.HeldErrors;
import dev.foliot.engine.LeaseClock;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerRegistry;
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
import dev.foliot.time.Background;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import java.util.concurrent.ThreadFactory;
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
  EngineNode foliotEngineNode(
      EventStore log,
      FoliotSchema schema,
      DataSource dataSource,
      ObjectProvider<JdbcConnectionDetails> connectionDetails,
      Transactions transactions,
      HandlerRegistry handlers,
      MessageTypes types,
      DiscoverUpcasters upcasters,
      Outbox outbox,
      MessageBroker broker,
      FoliotProperties properties,
      MicrosecondClock clock,
      IdGenerator ids,
      ObjectProvider<DeliveryListener> listeners,
      ObjectProvider<Around<DeliveryAttempt>> aroundDeliveries,
      ObjectProvider<Around<OutboxEntry>> aroundRelays,
      ObjectProvider<DataSourcePoolMetadataProvider> pools,
      Environment environment) {
    JdbcClient jdbc = JdbcClient.create(dataSource);
    return new EngineNode(
        new EngineParts(
            log,
            schema,
            jdbc,
            new BoundedConnections(
                new UnpooledConnections(dataSource, connectionDetails.getIfUnique()),
                properties.engine().lease(),
                threads(environment)),
            LeaseClock.OF_DATABASE,
            transactions,
            handlers,
            types,
            upcasters,
            outbox,
            new Inbox(jdbc, schema, clock),
            broker,
            SettingsFromProperties.outbox(properties.outbox()),
            SettingsFromProperties.engine(properties, halfOf(dataSource, pools)),
            properties.eventProcessing() == FoliotProperties.EventProcessing.SYNC,
            clock,
            System::nanoTime,
            ObserveQuietly.listeners(listeners.orderedStream().toList()),
            ObserveQuietly.arounds(aroundDeliveries.orderedStream().toList()),
            ObserveQuietly.arounds(aroundRelays.orderedStream().toList()),
            threads(environment),
            "node-" + ids.next()));
  }

  /** Half the pool, so that deliveries leave connections for the application's own requests. */
  static int halfOf(DataSource dataSource, ObjectProvider<DataSourcePoolMetadataProvider> pools) {
    DataSourcePoolMetadata pool =
        new CompositeDataSourcePoolMetadataProvider(pools.orderedStream().toList())
            .getDataSourcePoolMetadata(dataSource);
    Integer most = pool == null ? null : pool.getMax();
    return most == null || most < 1 ? STANDARD_CONCURRENCY : Math.max(1, most / 2);
  }

  private static ThreadFactory threads(Environment environment) {
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
  Subscriptions foliotSubscriptions(EngineNode node) {
    return new Subscriptions(node);
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
      UnitsOfWorkBegun unitsOfWork,
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
