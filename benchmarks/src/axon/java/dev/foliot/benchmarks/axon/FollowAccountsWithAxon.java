package dev.foliot.benchmarks.axon;

import dev.foliot.benchmarks.workload.Accounts;
import dev.foliot.benchmarks.workload.FollowAccounts;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * With a streaming processor of Axon. It has one segment, as the subscription of Foliot has, and
 * keeps its token in the transaction in which it handles a batch.
 *
 * @param handled is run for each event after its commit
 */
record FollowAccountsWithAxon(
    String name,
    AxonDatabase database,
    Told handled,
    StreamingEventProcessor processor,
    ScheduledExecutorService threads)
    implements FollowAccounts {
  private static final String PROCESSOR = "balance";

  /** The event handler of a processor. */
  @FunctionalInterface
  interface Handler {
    /**
     * @param committed to be run for each event after the commit
     */
    Object of(JdbcTemplate jdbc, Runnable committed);
  }

  /** Tells whoever wants to know now. */
  private static final class Told implements Runnable {
    private volatile Runnable listener = () -> {};

    void tell(Runnable next) {
      listener = next;
    }

    @Override
    public void run() {
      listener.run();
    }
  }

  /** With a processor that reads and handles in one thread. */
  static FollowAccounts tracking(String name, Handler handler, AxonDatabase database, int batch) {
    Told handled = new Told();
    return new FollowAccountsWithAxon(
        name,
        database,
        handled,
        TrackingEventProcessor.builder()
            .name(PROCESSOR)
            .messageSource(database.axon().eventStore())
            .tokenStore(database.tokens())
            .transactionManager(database.axonTransactions())
            .eventHandlerInvoker(invoker(handler, database, handled))
            .trackingEventProcessorConfiguration(
                TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                    .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                    .andBatchSize(batch))
            .build(),
        Executors.newScheduledThreadPool(0));
  }

  /** With a processor that reads in one thread and handles in another. */
  static FollowAccounts pooled(String name, Handler handler, AxonDatabase database, int batch) {
    Told handled = new Told();
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    return new FollowAccountsWithAxon(
        name,
        database,
        handled,
        PooledStreamingEventProcessor.builder()
            .name(PROCESSOR)
            .messageSource(database.axon().eventStore())
            .tokenStore(database.tokens())
            .transactionManager(database.axonTransactions())
            .eventHandlerInvoker(invoker(handler, database, handled))
            .coordinatorExecutor(threads)
            .workerExecutor(threads)
            .initialToken(StreamableMessageSource::createTailToken)
            .initialSegmentCount(1)
            .batchSize(batch)
            .build(),
        threads);
  }

  private static EventHandlerInvoker invoker(Handler handler, AxonDatabase database, Told handled) {
    JdbcTemplate jdbc = new JdbcTemplate(database.pool());
    jdbc.execute(
        "create table balance (account_id varchar(100) primary key, cents bigint not null, deposits bigint not null)");
    return SimpleEventHandlerInvoker.builder()
        .eventHandlers(handler.of(jdbc, handled))
        .listenerInvocationErrorHandler(PropagatingErrorHandler.INSTANCE)
        .build();
  }

  @Override
  public Accounts accounts() {
    return AxonAccounts.in(database);
  }

  @Override
  public void reset() {
    JdbcTemplate jdbc = new JdbcTemplate(database.pool());
    jdbc.update("delete from balance");
    jdbc.update("delete from TokenEntry where processorName = ?", PROCESSOR);
  }

  @Override
  public void start(Runnable each) {
    handled.tell(each);
    processor.start();
  }

  @Override
  public void stop() {
    processor.shutDown();
  }

  @Override
  public void close() {
    processor.shutDown();
    threads.shutdownNow();
    database.close();
  }
}
