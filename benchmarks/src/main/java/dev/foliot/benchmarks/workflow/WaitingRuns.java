package dev.foliot.benchmarks.workflow;

import dev.foliot.Engine;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.idle.CountStatements;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with Foliot and any number of runs that wait for a month. */
public final class WaitingRuns implements AutoCloseable {
  private final ConfigurableApplicationContext application;
  private final JdbcTemplate jdbc;

  /** Starts it on a new database; the engine waits to be started. */
  public WaitingRuns(Database database) {
    application =
        WorkflowApplication.start(
            database, beans -> beans.registerBean(CountStatements.class, CountStatements::new));
    jdbc = new JdbcTemplate(database());
  }

  /** Lets one run come to its wait, and copies it on the server. The engine runs meanwhile. */
  public void fill(int count) {
    Engine engine = application.getBean(Engine.class);
    engine.start();
    awaitWaiting(application.getBean(Workflows.class).start(Reminder.class, "order-0").id());
    engine.stop();
    copyRun(count);
    copyJournal();
  }

  private void awaitWaiting(String id) {
    Workflows workflows = application.getBean(Workflows.class);
    while (workflows.handle(id).status() != RunStatus.WAITING) {
      workflows.handle(id).await(Duration.ofMillis(20));
    }
  }

  private void copyRun(int count) {
    jdbc.update(
        """
        insert into foliot_run (id, workflow, version, status, priority, lane, due_at, fence, wakes, invocations, entries,
                                input, correlation_id, causation_id, metadata, cancel_requested, log_position, created_at, started_at)
        select id || '-' || n, workflow, version, status, priority, lane, due_at + n * interval '1' second, fence, wakes,
               invocations, entries, input, correlation_id, causation_id, metadata, cancel_requested, log_position,
               created_at, started_at
          from foliot_run, (%s) numbers"""
            .formatted(numbers()),
        count - 1);
  }

  private String numbers() {
    String product =
        jdbc.execute(
            (ConnectionCallback<String>)
                connection -> connection.getMetaData().getDatabaseProductName());
    return "H2".equals(product)
        ? "select x as n from system_range(1, cast(? as bigint))"
        : "select n from generate_series(1, ?) n";
  }

  private void copyJournal() {
    jdbc.update(
        """
        insert into foliot_journal (run_id, number, operation, parent, kind, type, name, payload, details, invocation, at)
        select r.id, j.number, j.operation, j.parent, j.kind, j.type, j.name, j.payload, j.details, j.invocation, j.at
          from foliot_run r, foliot_journal j
         where not exists (select 1 from foliot_journal own where own.run_id = r.id)""");
  }

  public void start() {
    application.getBean(Engine.class).start();
  }

  public void stop() {
    application.getBean(Engine.class).stop();
  }

  /** The number of statements that the node has executed. */
  public long statements() {
    return application.getBean(CountStatements.class).executed();
  }

  /** The threads of this JVM, and the heap after a collection. */
  public Usage usage() {
    System.gc();
    return new Usage(
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  /**
   * The resources of this JVM.
   *
   * @param heap in bytes
   */
  public record Usage(int threads, long heap) {}

  public DataSource database() {
    return application.getBean(DataSource.class);
  }

  @Override
  public void close() {
    application.close();
  }
}
