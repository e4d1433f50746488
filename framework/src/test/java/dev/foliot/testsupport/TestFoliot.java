package dev.foliot.testsupport;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.DeciderDeclaration;
import dev.foliot.aggregate.Deciders;
import dev.foliot.aggregate.JpaAggregates;
import dev.foliot.aggregate.SnapshotParts;
import dev.foliot.aggregate.SnapshotStore;
import dev.foliot.aggregate.StateStore;
import dev.foliot.command.BeanValidation;
import dev.foliot.command.CommandDeclarations;
import dev.foliot.command.CommandHandler;
import dev.foliot.command.CommandInterceptors;
import dev.foliot.command.CommandListener;
import dev.foliot.command.CommandProcessor;
import dev.foliot.command.CommandRetry;
import dev.foliot.command.IdempotentCommands;
import dev.foliot.command.SubmitCommands;
import dev.foliot.event.EventDeclarations;
import dev.foliot.event.SynchronousDispatch;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Around;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerDeclaration;
import dev.foliot.handler.HandlerInspection;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.message.TraceContext;
import dev.foliot.observation.ObserveQuietly;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.personaldata.DataKeyTable;
import dev.foliot.personaldata.SealTexts;
import dev.foliot.projection.ProjectionDeclarations;
import dev.foliot.projection.Projector;
import dev.foliot.query.QueryDeclarations;
import dev.foliot.query.QueryHandler;
import dev.foliot.query.QueryProcessor;
import dev.foliot.testsupport.shop.Shop;
import dev.foliot.time.Background;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.time.SteppableClock;
import dev.foliot.time.Waiting;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.AppendAlone;
import dev.foliot.unitofwork.BeginUnitOfWork;
import dev.foliot.unitofwork.Dispatcher;
import dev.foliot.unitofwork.PersistenceSession;
import dev.foliot.unitofwork.RecordEvents;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnsavedAggregates;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.validation.Validation;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Foliot's rooms on the suite's database, wired by hand and without a Spring context. There is one
 * with JPA and one without in each JVM; {@link #reset()} makes it as new.
 */
public final class TestFoliot {
  /** Of the entities, those first that refer to others. */
  private static final List<String> TABLES =
      List.of(
          "order_item",
          "parcel",
          "orders",
          "ticket",
          "receipt",
          "ledger",
          "page",
          "vehicle",
          "fleet",
          "invoice",
          "document",
          "drill",
          "seat",
          "stay",
          "coupon",
          "contract");

  public final CountingDataSource sql = new CountingDataSource(TestDatabases.ofSuite());
  public final DataSource dataSource = new LazyConnectionDataSourceProxy(sql);
  public final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
  public final SteppableClock clock = new SteppableClock(Instant.EPOCH);
  public final HandlerRegistry handlers = new HandlerRegistry();
  public final Deciders deciders = new Deciders();
  public final List<List<NewMessage>> committed = new CopyOnWriteArrayList<>();
  public final List<NewMessage> published = new CopyOnWriteArrayList<>();
  public final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  public final List<CommandListener> commandListeners = new CopyOnWriteArrayList<>();
  public final List<Around<Message>> aroundCommands = new CopyOnWriteArrayList<>();
  public final List<Around<DeliveryAttempt>> aroundDeliveries = new CopyOnWriteArrayList<>();

  public final AggregateCache cache = new AggregateCache(1_000, Duration.ofMinutes(1));
  public final SnapshotStore snapshots;
  public final SnapshotParts snapshotParts;
  public final AbstractPlatformTransactionManager manager;
  public final EntityManagerFactory factory;
  public final EntityManager entities;
  public final EventStore store;
  public final Transactions transactions;
  public final AggregateRepositories repositories;
  public final CommandProcessor commands;
  public final IdempotentCommands idempotent;
  public final SubmitCommands submitting;
  public final QueryProcessor queries;

  private final Dispatcher synchronous;
  private volatile boolean isSynchronous;

  private static final class Shared {
    static final TestFoliot JPA = new TestFoliot(true);
  }

  private static final class SharedJdbc {
    static final TestFoliot JDBC = new TestFoliot(false);
  }

  /** With a JpaTransactionManager. */
  public static TestFoliot jpa() {
    Shared.JPA.reset();
    return Shared.JPA;
  }

  /** With a JdbcTransactionManager, and no JPA anywhere. */
  public static TestFoliot jdbc() {
    SharedJdbc.JDBC.reset();
    return SharedJdbc.JDBC;
  }

  private TestFoliot(boolean jpa) {
    new SchemaInitializer(dataSource, null).initialize();
    jdbc.execute("create table note (text varchar(200))");
    PersistenceSession session = PersistenceSession.NONE;
    StateStore states = StateStore.NONE;
    if (jpa) {
      factory = entityManagerFactory(dataSource);
      entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
      var aggregates = new JpaAggregates(factory);
      session = aggregates;
      states = aggregates;
      var jpaManager = new JpaTransactionManager(factory);
      jpaManager.afterPropertiesSet();
      manager = jpaManager;
    } else {
      factory = null;
      entities = null;
      manager = new JdbcTransactionManager(dataSource);
    }
    var instants = new MicrosecondClock(clock);
    var messages =
        new MessageFactory(Shop.TYPES, new TimeOrderedIds(clock), instants, TraceContext.NONE);
    store = new EventStore(dataSource, null, new MessageJson(Shop.TYPES));
    var schema = FoliotSchema.of(dataSource, null);
    var keys =
        new CachedKeys(
            new DataKeyTable(jdbc, schema, new SecureRandom(), instants),
            100,
            Duration.ofMinutes(1),
            Ticker.systemTicker());
    snapshots =
        new SnapshotStore(
            JdbcClient.create(dataSource),
            () -> schema,
            new SealTexts(keys, new SecureRandom()),
            instants);
    synchronous =
        new SynchronousDispatch(
            handlers,
            deliveries::add,
            attempt -> ObserveQuietly.arounds(aroundDeliveries).enter(attempt),
            DeliveryInterceptors.NONE,
            new MessageJson(Shop.TYPES),
            instants,
            true,
            100);
    var recording =
        new RecordEvents(messages, Shop.TYPES, LaneRule.STANDARD, store, published::addAll);
    new BeginUnitOfWork(
            session,
            new Switch(),
            recording,
            List.of(cache, committed::add),
            UnsavedAggregates.FAIL)
        .listenTo(manager);
    transactions = Transactions.readCommitted(manager, dataSource);
    snapshotParts =
        new SnapshotParts(snapshots, Shop.TYPES, transactions, Background.inCallersThread());
    repositories = new AggregateRepositories(store, states, deciders, cache, snapshotParts);
    var policy = new RetryPolicy(3, Duration.ofMillis(50), 2, Duration.ofSeconds(1), 0.2);
    var json = new MessageJson(Shop.TYPES);
    idempotent = new IdempotentCommands(jdbc, schema, json, instants);
    var validator = new BeanValidation(Validation.buildDefaultValidatorFactory().getValidator());
    commands =
        new CommandProcessor(
            handlers,
            messages,
            validator,
            transactions,
            new CommandRetry(policy, instants, Waiting.on(clock), () -> 0.5),
            List.of(new AllCommandListeners()),
            command -> ObserveQuietly.arounds(aroundCommands).enter(command),
            CommandInterceptors.NONE,
            idempotent);
    submitting =
        new SubmitCommands(
            handlers,
            messages,
            validator,
            LaneRule.STANDARD,
            new Timers(jdbc, schema, json, List.of(), () -> {}),
            transactions,
            instants,
            CommandInterceptors.NONE,
            idempotent,
            new AppendAlone(
                store, new Switch(), transactions, () -> List.of(cache, committed::add)));
    queries = new QueryProcessor(handlers, messages, transactions, null);
  }

  private static EntityManagerFactory entityManagerFactory(DataSource dataSource) {
    var bean = new LocalContainerEntityManagerFactoryBean();
    bean.setDataSource(dataSource);
    bean.setPackagesToScan("dev.foliot.testsupport.shop");
    bean.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
    bean.setJpaPropertyMap(
        Map.of(
            "hibernate.hbm2ddl.auto", "create",
            "hibernate.jdbc.batch_size", "20",
            "hibernate.physical_naming_strategy", PhysicalNamingStrategySnakeCaseImpl.class));
    bean.afterPropertiesSet();
    return bean.getObject();
  }

  /** Those of another node: it shares the database and nothing else. */
  public AggregateRepositories ofAnotherNode(AggregateCache itsCache) {
    return new AggregateRepositories(store, StateStore.NONE, deciders, itsCache, snapshotParts);
  }

  private void reset() {
    if (factory != null) {
      TABLES.forEach(table -> jdbc.update("delete from " + table));
    }
    jdbc.update("delete from foliot_message");
    jdbc.update("delete from foliot_message_archive");
    jdbc.update("delete from foliot_command");
    jdbc.update("delete from foliot_snapshot");
    jdbc.update("delete from note");
    cache.clear();
    isSynchronous = false;
    handlers.fill(List.of(), new WiringProblems());
    deciders.fill(List.of(), new WiringProblems());
    committed.clear();
    published.clear();
    deliveries.clear();
    commandListeners.clear();
    aroundCommands.clear();
    aroundDeliveries.clear();
    clock.set(Instant.parse("2026-11-01T10:00:00Z"));
    sql.reset();
  }

  /** Handlers run at the commit. */
  public TestFoliot synchronous() {
    isSynchronous = true;
    return this;
  }

  /** Takes these handler beans instead of any before. */
  public TestFoliot with(Object... beans) {
    var problems = new WiringProblems();
    List<HandlerBean> found = new ArrayList<>();
    List<DeciderDeclaration> decide = new ArrayList<>();
    for (Object bean : beans) {
      Class<?> type = AopUtils.getTargetClass(bean);
      if (bean instanceof Decider<?, ?, ?> decider) {
        var written = ResolvableType.forClass(type);
        DeciderDeclaration.of(written, decider, Shop.TYPES, problems).ifPresent(decide::add);
      } else {
        found.add(
            HandlerInspection.inspect(
                declaration(type, problems),
                type,
                type.getSimpleName(),
                bean,
                Shop.TYPES,
                problems));
      }
    }
    deciders.fill(decide, problems);
    decide.forEach(each -> found.add(repositories.handlerOf(each)));
    handlers.fill(found, problems);
    problems.throwIfAny();
    return this;
  }

  private static HandlerDeclaration declaration(Class<?> type, WiringProblems problems) {
    if (AnnotatedElementUtils.hasAnnotation(type, CommandHandler.class)) {
      return CommandDeclarations.handler(type);
    }
    if (AnnotatedElementUtils.hasAnnotation(type, Projector.class)) {
      return ProjectionDeclarations.handler(type, problems);
    }
    return AnnotatedElementUtils.hasAnnotation(type, QueryHandler.class)
        ? QueryDeclarations.handler(type)
        : EventDeclarations.handler(type);
  }

  /** The bean behind a proxy that obeys {@code @Transactional}. */
  @SuppressWarnings("unchecked")
  public <T> T transactional(T bean) {
    var proxy = new ProxyFactory(bean);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice(
        new TransactionInterceptor(
            (TransactionManager) manager, new AnnotationTransactionAttributeSource(false)));
    return (T) proxy.getProxy();
  }

  /** Runs commands now. */
  public Object process(Object command) {
    return commands.process(command, MessageOptions.NONE);
  }

  /** As a method with {@code @Transactional} would. */
  public void inTransaction(Runnable work) {
    new TransactionTemplate(manager).executeWithoutResult(status -> work.run());
  }

  /** As a method with {@code @Transactional(propagation = …)} would. */
  public void inTransaction(int propagation, Runnable work) {
    var template = new TransactionTemplate(manager);
    template.setPropagationBehavior(propagation);
    template.executeWithoutResult(status -> work.run());
  }

  /** As a method with {@code @Transactional(propagation = REQUIRES_NEW)} would. */
  public void inNewTransaction(Runnable work) {
    inTransaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW, work);
  }

  /** As a method with {@code @Transactional(readOnly = true)} would. */
  public void inReadOnlyTransaction(Runnable work) {
    var template = new TransactionTemplate(manager);
    template.setReadOnly(true);
    template.executeWithoutResult(status -> work.run());
  }

  /** What stands in the log for one stream. */
  public List<Object> events(String category, String id) {
    return store.readStream(new StreamName(category, id), 1, 10_000).stream()
        .map(RecordedMessage::payload)
        .toList();
  }

  /** The whole log, in the order of positions. */
  public List<RecordedMessage> log() {
    return store.readAll(0, 10_000);
  }

  public void note(String text) {
    jdbc.update("insert into note values (?)", text);
  }

  public List<String> notes() {
    return jdbc.queryForList("select text from note", String.class);
  }

  private final class Switch implements Dispatcher {
    @Override
    public boolean isSynchronous() {
      return isSynchronous;
    }

    @Override
    public void dispatch(List<NewMessage> generation, List<List<NewMessage>> earlier) {
      if (isSynchronous) {
        synchronous.dispatch(generation, earlier);
      }
    }
  }

  private final class AllCommandListeners implements CommandListener {
    @Override
    public void started(Message command) {
      commandListeners.forEach(each -> each.started(command));
    }

    @Override
    public void succeeded(Message command, Duration duration, int attempts) {
      commandListeners.forEach(each -> each.succeeded(command, duration, attempts));
    }

    @Override
    public void failed(Message command, Throwable error, Duration duration, int attempts) {
      commandListeners.forEach(each -> each.failed(command, error, duration, attempts));
    }
  }
}
