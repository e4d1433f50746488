package dev.foliot.autoconfigure;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.AppendPastEvents;
import dev.foliot.aggregate.Deciders;
import dev.foliot.aggregate.Snapshots;
import dev.foliot.archive.Archive;
import dev.foliot.command.CommandProcessor;
import dev.foliot.command.Commands;
import dev.foliot.command.SubmittedSubscriptions;
import dev.foliot.consistency.AwaitProjections;
import dev.foliot.consistency.TrackedActions;
import dev.foliot.engine.EngineNode;
import dev.foliot.event.SynchronousDispatch;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.eventstore.SchemaScript;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryInterceptor;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.handler.DeliveryListener;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.HandlerSource;
import dev.foliot.handler.WiringProblems;
import dev.foliot.integrity.VerifyLog;
import dev.foliot.live.LiveChanges;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.observation.ObserveQuietly;
import dev.foliot.operation.Subscriptions;
import dev.foliot.outbox.Outbox;
import dev.foliot.personaldata.ForgetSubject;
import dev.foliot.process.Processes;
import dev.foliot.projection.ExplainMissingRow;
import dev.foliot.projection.Views;
import dev.foliot.query.QueryProcessor;
import dev.foliot.rebuild.Rebuilds;
import dev.foliot.schedule.Schedules;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.trace.ReadTrace;
import dev.foliot.unitofwork.AppendAlone;
import dev.foliot.unitofwork.BeginUnitOfWork;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.unitofwork.Dispatcher;
import dev.foliot.unitofwork.PersistenceSession;
import dev.foliot.unitofwork.RecordEvents;
import dev.foliot.unitofwork.Transactions;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Foliot on the application's data source and transaction manager. If the application has several,
 * it takes the primary ones. Applications can replace the ports by beans of their own: {@code
 * Clock}, {@code IdGenerator}, {@code MessageBroker}, {@code CommandValidator}, {@code
 * TraceContext}, {@code PersonalDataKeys}; and {@code View} for a projection.
 *
 * @hidden
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration",
      "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration",
      "dev.foliot.autoconfigure.FoliotJpaAutoConfiguration",
      "dev.foliot.autoconfigure.FoliotValidationAutoConfiguration"
    })
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(FoliotProperties.class)
@Import({
  FoliotTypesRegistrar.class,
  MessagesConfiguration.class,
  AggregatesConfiguration.class,
  DocumentsConfiguration.class,
  PersonalDataConfiguration.class,
  ProcessorsConfiguration.class,
  SubmittedConfiguration.class,
  EngineConfiguration.class,
  RebuildConfiguration.class,
  ProcessConfiguration.class,
  LiveConfiguration.class,
  LogConfiguration.class,
  LogContextConfiguration.class
})
@API(status = API.Status.INTERNAL)
public final class FoliotAutoConfiguration {
  /** Reads the properties first: a wrong value is reported before an unknown key. */
  @Bean
  @Lazy(false)
  UnknownKeys foliotUnknownKeys(ConfigurableEnvironment environment, FoliotProperties checked) {
    UnknownKeys keys = new UnknownKeys(environment);
    keys.check();
    return keys;
  }

  // ---- the log

  @Bean
  SchemaInitializer foliotSchemaInitializer(
      DataSource dataSource, FoliotProperties properties, ObjectProvider<SchemaScript> modules) {
    SchemaInitializer schema =
        new SchemaInitializer(
            dataSource, properties.schema().name(), modules.orderedStream().toList());
    if (creates(dataSource, properties)) {
      schema.initialize();
    }
    return schema;
  }

  /** Whether Foliot creates tables in this database. */
  static boolean creates(DataSource dataSource, FoliotProperties properties) {
    DatabaseInitializationMode mode = properties.schema().initialize();
    return mode == DatabaseInitializationMode.ALWAYS
        || (mode == DatabaseInitializationMode.EMBEDDED
            && EmbeddedDatabaseConnection.isEmbedded(dataSource));
  }

  @Bean
  FoliotSchema foliotSchema(
      DataSource dataSource, FoliotProperties properties, SchemaInitializer initialized) {
    return FoliotSchema.of(dataSource, properties.schema().name());
  }

  @Bean
  EventStore foliotEventStore(
      DataSource dataSource,
      FoliotProperties properties,
      MessageJson json,
      SchemaInitializer initialized) {
    return new EventStore(dataSource, properties.schema().name(), json);
  }

  // ---- the unit of work

  @Bean
  Transactions foliotTransactions(
      PlatformTransactionManager manager, DataSource dataSource, SchemaInitializer initialized) {
    return Transactions.readCommitted(manager, dataSource);
  }

  @Bean
  DeliveryInterceptors foliotDeliveryInterceptors(
      ObjectProvider<DeliveryInterceptor> interceptors) {
    return new DeliveryInterceptors(interceptors.orderedStream().toList());
  }

  @Bean
  Dispatcher foliotDispatcher(
      FoliotProperties properties,
      HandlerRegistry handlers,
      ObjectProvider<DeliveryListener> listeners,
      ObjectProvider<Around<DeliveryAttempt>> arounds,
      DeliveryInterceptors interceptors,
      MessageJson json,
      MicrosecondClock clock) {
    return new SynchronousDispatch(
        handlers,
        ObserveQuietly.listeners(listeners.orderedStream().toList()),
        ObserveQuietly.arounds(arounds.orderedStream().toList()),
        interceptors,
        json,
        clock,
        properties.eventProcessing() == FoliotProperties.EventProcessing.SYNC,
        properties.sync().maxDepth());
  }

  @Bean
  RecordEvents foliotRecordEvents(
      MessageFactory messages,
      MessageTypes types,
      LaneRule lanes,
      EventStore store,
      Outbox outbox) {
    return new RecordEvents(messages, types, lanes, store, outbox);
  }

  @Bean
  @Lazy(false)
  UnitOfWorkInstaller foliotUnitsOfWorkBegun(
      PlatformTransactionManager manager,
      DataSource dataSource,
      ObjectProvider<PersistenceSession> session,
      Dispatcher dispatcher,
      RecordEvents recording,
      ObjectProvider<CommitListener> listeners,
      FoliotProperties properties) {
    return new UnitOfWorkInstaller(
        manager,
        dataSource,
        new BeginUnitOfWork(
            session.getIfAvailable(() -> PersistenceSession.NONE),
            dispatcher,
            recording,
            RedactedCommitListener.all(listeners),
            properties.unitOfWork().unsavedAggregates()));
  }

  @Bean
  AppendAlone foliotAppendAlone(
      EventStore store,
      Dispatcher dispatcher,
      Transactions transactions,
      ObjectProvider<CommitListener> listeners) {
    return new AppendAlone(
        store, dispatcher, transactions, () -> RedactedCommitListener.all(listeners));
  }

  // ---- handlers

  @Bean
  HandlerRegistry foliotHandlerRegistry() {
    return new HandlerRegistry();
  }

  @Bean
  DiscoverDeciders foliotDiscoverDeciders(
      ConfigurableListableBeanFactory beans,
      MessageTypes types,
      ScannedTypes scanned,
      Deciders deciders,
      AggregateRepositories repositories,
      WiringProblems problems,
      ObjectProvider<FoliotSliceAutoConfiguration.Slice> slice) {
    return new DiscoverDeciders(
        beans, types, scanned, deciders, repositories, problems, slice.getIfAvailable() != null);
  }

  @Bean
  @Lazy(false)
  DiscoverHandlers foliotDiscoverHandlers(
      ConfigurableListableBeanFactory beans,
      MessageTypes types,
      DiscoverUpcasters upcasters,
      MessageJson json,
      SubmittedSubscriptions submitted,
      FoliotProperties properties,
      HandlerRegistry registry,
      DiscoverDeciders deciders,
      DiscoverProcesses processes,
      ScannedTypes scanned,
      DescribeWiring wiring,
      WiringProblems problems,
      ObjectProvider<FoliotSliceAutoConfiguration.Slice> slice) {
    return new DiscoverHandlers(
        beans,
        types,
        upcasters,
        json,
        submitted,
        properties.engine().subscriptions().keySet(),
        registry,
        deciders,
        processes,
        scanned,
        wiring,
        problems,
        slice.getIfAvailable() != null);
  }

  @Bean
  ExplainMissingRow foliotExplainMissingRow(HandlerRegistry handlers, FoliotProperties properties) {
    return new ExplainMissingRow(
        handlers, properties.eventProcessing() == FoliotProperties.EventProcessing.SYNC);
  }

  // ---- the entry points

  @Bean
  ObserveRaisedEvents foliotObserveRaisedEvents() {
    return new ObserveRaisedEvents();
  }

  @Bean
  DescribeWiring foliotWiring(
      MessageTypes types,
      ScannedTypes scanned,
      HandlerRegistry handlers,
      Deciders deciders,
      ObserveRaisedEvents observed,
      ObjectProvider<HandlerSource> sources) {
    return new DescribeWiring(
        types, scanned, handlers, deciders, observed, () -> sources.orderedStream().toList());
  }

  @Bean
  Domain foliotDomain(
      CommandProcessor commands,
      Commands submitted,
      QueryProcessor queries,
      AggregateRepositories repositories,
      AppendPastEvents pastEvents,
      ForgetSubject forget,
      ObjectProvider<Views> views,
      ListableBeanFactory beans,
      AwaitProjections waiting,
      Snapshots snapshots,
      DescribeWiring wiring,
      EngineNode engine,
      Subscriptions subscriptions,
      ReadTrace traces,
      Archive archive,
      VerifyLog verifyLog,
      Schedules schedules,
      Processes processes,
      Rebuilds rebuilds,
      LiveChanges live,
      Transactions transactions) {
    return new Domain(
        commands,
        submitted,
        queries,
        repositories,
        pastEvents,
        forget,
        new ViewBeansFirst(beans, views.getIfAvailable(() -> ViewBeansFirst.NONE), waiting),
        waiting,
        snapshots,
        wiring::now,
        engine,
        subscriptions,
        traces,
        archive,
        verifyLog,
        schedules,
        processes,
        rebuilds,
        live,
        new TrackedActions(transactions));
  }
}
