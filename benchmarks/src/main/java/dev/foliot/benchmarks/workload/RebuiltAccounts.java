package dev.foliot.benchmarks.workload;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.balance.Balance;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Pace;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.measure.Until;
import dev.foliot.rebuild.RebuildRefusedException;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.rebuild.RebuildStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Accounts with their balances, 20 events for each row, of an application that takes commands,
 * delivers their events and rebuilds the balances, all on one node. Neighbours in the log belong to
 * different rows.
 */
final class RebuiltAccounts implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int EVENTS = 20;
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LOOK_OFTEN = Duration.ofMillis(20);
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

  /** The rows that differ from the log, and the accounts without a row. */
  private static final String WRONG =
      """
      select count(*) from
        (select stream, count(*) as events from foliot_message where type = 'deposited' group by stream) log
      left join balance on account_id = stream
      where deposits is null or deposits <> events or cents <> events""";

  private final ConfigurableApplicationContext application;
  private final Domain domain;
  private final JdbcTemplate jdbc;
  private final int accounts;

  private RebuiltAccounts(ConfigurableApplicationContext application, int events) {
    this.application = application;
    this.domain = application.getBean(Domain.class);
    this.jdbc = new JdbcTemplate(application.getBean(DataSource.class));
    this.accounts = Math.max(THREADS, events / EVENTS);
    for (int i = 0; i < EVENTS; i++) {
      FillAccounts.of(application, 0, accounts, 1);
    }
    Statistics.ANALYZED.filled(application.getBean(DataSource.class));
  }

  /**
   * In a new database with so many events.
   *
   * @param properties {@code key=value}
   */
  static RebuiltAccounts of(Database database, int events, String... properties) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "spring.profiles.active=batches",
                "foliot.engine.enabled=false",
                "foliot.engine.batch-size=500"));
    all.addAll(List.of(properties));
    return new RebuiltAccounts(
        BalanceApplication.start(database, database.newDatabase(), all.toArray(String[]::new)),
        events);
  }

  ConfigurableApplicationContext application() {
    return application;
  }

  /** How many events the log has. */
  int events() {
    Long events =
        jdbc.queryForObject(
            "select count(*) from foliot_message where type = 'deposited'", Long.class);
    return Math.toIntExact(Objects.requireNonNull(events));
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  Engine engine() {
    return application.getBean(Engine.class);
  }

  /** Sends live commands, each thread one after the other, for a time or until it is over. */
  Sample deposit(Database database, Duration time, BooleanSupplier isOver) {
    return Load.lasting(THREADS, time).run(database::serverCpu, this::deposit, isOver);
  }

  /** Sends so many live commands a second for a time. */
  Sample deposit(Database database, int perSecond, Duration time) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      List<Future<Histogram>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        running.add(threads.submit(() -> deposit(number, new Pace(perSecond / THREADS, time))));
      }
      Histogram latencies = Stopwatch.noLatencies();
      for (Future<Histogram> each : running) {
        latencies.add(each.get());
      }
      return stopwatch.stop(latencies.getTotalCount(), latencies);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("A turn failed", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Histogram deposit(int thread, Pace pace) {
    SplittableRandom random = new SplittableRandom(thread);
    Histogram latencies = Stopwatch.noLatencies();
    pace.run(
        (number, due) -> {
          deposit(thread, random);
          latencies.recordValue(Math.max(0, System.nanoTime() - due));
        });
    return latencies;
  }

  /** One live command, on an account that no other thread has. */
  private void deposit(int thread, SplittableRandom random) {
    int account = random.nextInt(accounts / THREADS) * THREADS + thread;
    domain.process(new Deposit(Deposit.account(account), 1));
  }

  /** Returns when the live rows have all events. */
  void awaitLive() {
    var last = domain.tracking(() -> domain.process(new Deposit(Deposit.account(0), 1))).token();
    domain.await(last, LONG_ENOUGH, Balance.class);
  }

  /** Begins a rebuild, which is switched by itself. */
  long start() {
    return domain.rebuilds().start(Balance.class).id();
  }

  /** Knows when a rebuild has ended. */
  Until over(long rebuild) {
    return Until.over(() -> !goesOn(rebuild), LOOK);
  }

  /** Returns when a rebuild has ended. */
  void awaitEnd(long rebuild) {
    Until.over(() -> !goesOn(rebuild), LOOK_OFTEN).await();
  }

  private boolean goesOn(long rebuild) {
    return domain.rebuilds().show(rebuild).status().isActive();
  }

  /** Ends a rebuild if it has not ended, and drops its rows or the former ones. */
  void end(long rebuild) {
    if (goesOn(rebuild)) {
      try {
        domain.rebuilds().cancel(rebuild);
        return;
      } catch (RebuildRefusedException e) {
        if (goesOn(rebuild)) {
          throw e;
        }
      }
    }
    domain.rebuilds().dropFormer(rebuild);
  }

  /** The report of a rebuild whose rows are live; each row has each of its events once. */
  RebuildReport requireSwitched(long rebuild) {
    RebuildReport report = domain.rebuilds().show(rebuild);
    if (report.status() != RebuildStatus.SWITCHED) {
      throw new IllegalStateException("The rebuild was not switched: " + report);
    }
    awaitLive();
    requireAllRows();
    return report;
  }

  /** No row lacks an event, and none has one twice. */
  void requireAllRows() {
    Long wrong = jdbc.queryForObject(WRONG, Long.class);
    Long rows = jdbc.queryForObject("select count(*) from balance", Long.class);
    if (wrong == null || wrong > 0 || rows == null || rows != accounts) {
      throw new IllegalStateException(
          "%s rows differ from the log; there are %s rows of %s accounts"
              .formatted(wrong, rows, accounts));
    }
  }

  @Override
  public void close() {
    application.close();
  }
}
