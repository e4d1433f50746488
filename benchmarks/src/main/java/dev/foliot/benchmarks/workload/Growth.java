package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.account.AccountApplication;
import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.eventstore.EventStore;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * W8: the same on a small and on a large log.
 *
 * @param name the name in the report
 * @param description what an operation is
 * @param operation what is done
 */
record Growth(String name, String description, Operation operation) implements Workload {
  private static final int EVENTS = 20;
  private static final int PAGE = 100;

  static final Growth APPEND =
      new Growth(
          "W8 append",
          "one thread appends one event to a new account, in a log that is small or large",
          (log, random) -> log.accounts.deposit(log.next.getAndIncrement(), 1));

  static final Growth LOAD =
      new Growth(
          "W8 load",
          "one thread loads any account of 20 events, of a log that is small or large",
          (log, random) -> log.accounts.balance(random.nextInt(log.events / EVENTS)));

  static final Growth POLL =
      new Growth(
          "W8 poll",
          "one thread reads the newest 100 events of a log that is small or large, as a reader that has caught up does",
          (log, random) -> log.store.readAll(log.events - PAGE, PAGE));

  /** What is done with a log. */
  @FunctionalInterface
  interface Operation {
    void on(Log log, SplittableRandom random) throws Exception;
  }

  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return Statistics.on(database).stream()
        .flatMap(
            statistics ->
                size.logs().stream()
                    .<Contender>map(events -> new Log(events, statistics, database, size)))
        .toList();
  }

  final class Log implements Contender {
    private final int events;
    private final Statistics statistics;
    private final Database database;
    private final Load load;
    private final Accounts accounts;
    private final EventStore store;
    private final AtomicInteger next;

    Log(int events, Statistics statistics, Database database, Size size) {
      this.events = events;
      this.statistics = statistics;
      this.database = database;
      this.load = Load.lasting(1, size.round());
      ConfigurableApplicationContext application =
          AccountApplication.start(database, "foliot.aggregate.cache.max-events=0");
      this.accounts = new AccountsWithFoliot(application);
      this.store = application.getBean(EventStore.class);
      this.next = new AtomicInteger(events / EVENTS);
      statistics.begin(accounts.database());
      FillAccounts.of(application, 0, events / EVENTS, EVENTS);
      statistics.filled(accounts.database());
    }

    @Override
    public String name() {
      return statistics.name(String.format(Locale.ROOT, "Foliot, %,d events", events));
    }

    @Override
    public String cached() {
      return "nothing";
    }

    @Override
    public Sample turn() {
      return load.run(database::serverCpu, (thread, random) -> operation.on(this, random));
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
