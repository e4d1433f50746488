package dev.foliot.test;

import dev.foliot.Domain;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.engine.EngineNode;
import dev.foliot.eventstore.EventStore;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The beans of the application that a simulation needs.
 *
 * @param domain the entry point
 * @param engine the node that the other nodes are copies of
 * @param log the log
 * @param aggregates the cache of aggregates, which a crash clears
 * @param clock the application's clock
 * @param dataSource the application's data source, behind which faults can be put
 * @param transactions the application's transactions
 * @param slate empties everything
 * @param open notes that a simulation is prepared
 */
record SimulatedParts(
    Domain domain,
    EngineNode engine,
    EventStore log,
    AggregateCache aggregates,
    TestClock clock,
    DelegatingDataSource dataSource,
    PlatformTransactionManager transactions,
    CleanSlate slate,
    OpenSimulations open) {

  /**
   * @throws IllegalStateException if it is not the application of an {@link EngineTest}
   */
  static void check(ApplicationContext application) {
    boolean ofEngineTest =
        application.getBeanProvider(CleanSlate.class).getIfAvailable() != null
            && "async".equals(application.getEnvironment().getProperty("foliot.event-processing"));
    if (!ofEngineTest) {
      throw new IllegalStateException(
          "A simulation needs the application of an @EngineTest: it controls the clock and the engine, and empties the database. %s is not such an application. Annotate the test with @EngineTest and have its ApplicationContext injected."
              .formatted(application.getDisplayName()));
    }
    if (!(application.getBean(DataSource.class) instanceof DelegatingDataSource)) {
      throw new IllegalStateException(
          "A simulation puts itself between the application and its database, but the DataSource bean is a %s whose target cannot be replaced. Keep spring.datasource.connection-fetch=lazy, which @EngineTest sets, or make the bean a DelegatingDataSource."
              .formatted(application.getBean(DataSource.class).getClass().getName()));
    }
  }

  static SimulatedParts of(ApplicationContext application) {
    return new SimulatedParts(
        application.getBean(Domain.class),
        application.getBean(EngineNode.class),
        application.getBean(EventStore.class),
        application.getBean(AggregateCache.class),
        application.getBean(TestClock.class),
        (DelegatingDataSource) application.getBean(DataSource.class),
        application.getBean(PlatformTransactionManager.class),
        application.getBean(CleanSlate.class),
        application.getBean(OpenSimulations.class));
  }

  /** Runs an action outside of the transaction of this thread. */
  void outsideOfTransaction(Runnable act) {
    TransactionTemplate outside = new TransactionTemplate(transactions);
    outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    outside.executeWithoutResult(none -> act.run());
  }
}
