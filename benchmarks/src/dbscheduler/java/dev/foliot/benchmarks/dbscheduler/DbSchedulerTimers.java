package dev.foliot.benchmarks.dbscheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.timer.EngineTimers;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Timers of db-scheduler: one-time tasks, each of which inserts one event. The settings are those
 * that its documentation advises for many executions: lock and fetch, and more threads than its
 * default of 10, as many as the pool of all contenders has connections. It looks for due tasks
 * every 10 ms, where its default is 10 seconds.
 */
final class DbSchedulerTimers implements EngineTimers {
  private static final int THREADS = 16;
  private static final Duration POLLING = Duration.ofMillis(10);
  private static final double REFILL_BELOW = 0.5;
  private static final double FETCHED_AT_MOST = 4;

  private final HikariDataSource pool;
  private final JdbcTemplate jdbc;
  private final OneTimeTask<String> task;
  private final Scheduler client;
  private Scheduler running;
  private volatile Runnable fired = () -> {};

  DbSchedulerTimers(HikariDataSource pool) {
    this.pool = pool;
    jdbc = new JdbcTemplate(pool);
    createTables();
    task =
        Tasks.oneTime("deposit", String.class)
            .execute((instance, context) -> fire(instance.getData()));
    client = scheduler();
    running = client;
  }

  /** The tables of its documentation, and the table of events of the baseline. */
  private void createTables() {
    jdbc.execute(
        """
        create table scheduled_tasks (
          task_name text not null,
          task_instance text not null,
          task_data bytea,
          execution_time timestamptz,
          picked boolean not null,
          picked_by text,
          last_success timestamptz,
          last_failure timestamptz,
          consecutive_failures int,
          last_heartbeat timestamptz,
          version bigint not null,
          priority smallint,
          state text,
          primary key (task_name, task_instance))""");
    jdbc.execute("create index on scheduled_tasks (execution_time)");
    jdbc.execute("create index on scheduled_tasks (last_heartbeat)");
    jdbc.execute("create index on scheduled_tasks (priority desc, execution_time)");
    jdbc.execute(
        """
        create table event (
          position bigint generated always as identity primary key,
          id uuid not null,
          type varchar(100) not null,
          payload text not null)""");
  }

  private Scheduler scheduler() {
    return Scheduler.create(pool, task)
        .threads(THREADS)
        .pollUsingLockAndFetch(REFILL_BELOW, FETCHED_AT_MOST)
        .pollingInterval(POLLING)
        .build();
  }

  private void fire(String payload) {
    jdbc.update(
        "insert into event (id, type, payload) values (gen_random_uuid(), 'timer', ?)", payload);
    fired.run();
  }

  @Override
  public void tell(Runnable listener) {
    fired = listener;
  }

  /** A scheduler that was stopped cannot start again. */
  @Override
  public void start() {
    running = scheduler();
    running.start();
  }

  @Override
  public void stop() {
    running.stop();
  }

  @Override
  public void set(int number, Instant dueAt) {
    client.schedule(task.instance(String.valueOf(number), Deposit.REFERENCE), dueAt);
  }

  /** Copies of one, made on the server. */
  @Override
  public void fill(int count) {
    set(0, Instant.now().minusSeconds(3_600));
    jdbc.update(
        """
        insert into scheduled_tasks (task_name, task_instance, task_data, execution_time, picked, version, priority)
        select task_name, n, task_data, execution_time + n * interval '1 millisecond', picked, version, priority
          from scheduled_tasks, generate_series(1, ?) n""",
        count - 1);
  }

  @Override
  public void close() {
    pool.close();
  }
}
