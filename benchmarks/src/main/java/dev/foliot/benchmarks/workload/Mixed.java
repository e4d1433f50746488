package dev.foliot.benchmarks.workload;

import dev.foliot.Domain;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.balance.Deliveries;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.Pace;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Sightings;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.message.Lane;
import dev.foliot.message.Priority;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.springframework.context.ConfigurableApplicationContext;

/** W6: live work while an import runs. */
final class Mixed implements Workload {
  private static final int LIVE_PER_SECOND = 100;
  private static final int BATCHES_PER_SECOND = 20;
  private static final int BATCH = 100;
  private static final int FIRST_IMPORTED = 1_000_000_000;

  @Override
  public String name() {
    return "W6 live with import";
  }

  @Override
  public String description() {
    return "100 live commands a second; the latency is from the instant at which one was due until its row is visible; meanwhile an import at Priority.BACKFILL commits 20 batches of 100 events a second, which the same projection handles";
  }

  @Override
  public Figure figure() {
    return Figure.P99;
  }

  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Shop shop = new Shop(BalanceApplication.start(database, database.newDatabase()));
    return List.of(
        new Live("Foliot, no import", false, shop, database, size),
        new Live("Foliot, with an import", true, shop, database, size));
  }

  /** One application for both, so that they differ in nothing but the import. */
  private static final class Shop {
    private final ConfigurableApplicationContext application;
    private final Domain domain;
    private final Deliveries deliveries;
    private final Semaphore imported = new Semaphore(0);
    private int nextLive;
    private int nextImported = FIRST_IMPORTED;

    Shop(ConfigurableApplicationContext application) {
      this.application = application;
      this.domain = application.getBean(Domain.class);
      this.deliveries = application.getBean(Deliveries.class);
    }

    Sightings expect(int live) {
      Sightings sightings = new Sightings(live);
      deliveries.tell(
          delivery -> {
            if (delivery.lane() == Lane.BACKFILL) {
              imported.release();
            } else {
              sightings.seen(System.nanoTime());
            }
          });
      return sightings;
    }

    void live() {
      domain.process(new Deposit(Deposit.account(nextLive++), 1));
    }

    void importBatch() {
      domain.withPriority(
          Priority.BACKFILL,
          () -> {
            domain.process(new Deposit(Deposit.account(nextImported++), BATCH));
          });
    }
  }

  private record Live(String name, boolean withImport, Shop shop, Database database, Size size)
      implements Contender {
    @Override
    public Sample turn() {
      Pace live = new Pace(LIVE_PER_SECOND, size.round());
      Pace batches = new Pace(withImport ? BATCHES_PER_SECOND : 0, size.round());
      Sightings sightings = shop.expect(live.operations());
      ExecutorService importer = Executors.newSingleThreadExecutor();
      try {
        Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
        importer.execute(() -> batches.run((number, due) -> shop.importBatch()));
        live.run(
            (number, due) -> {
              sightings.done(number, due);
              shop.live();
            });
        Sample sample = stopwatch.stop(live.operations(), sightings.await());
        shop.imported.acquireUninterruptibly(batches.operations() * BATCH);
        return sample;
      } finally {
        importer.shutdown();
      }
    }

    @Override
    public void close() {
      shop.application.close();
    }
  }
}
