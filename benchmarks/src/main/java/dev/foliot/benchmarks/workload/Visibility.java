package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.HandWritten;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.balance.Deliveries;
import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.Pace;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Sightings;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.ConfigurableApplicationContext;

/** W2b: from the return of a command to its visible row. */
final class Visibility implements Workload {
  private static final int PER_SECOND = 100;
  private static final int BATCH = 500;

  @Override
  public String name() {
    return "W2b visibility";
  }

  @Override
  public String description() {
    return "100 commands a second, each on a new account; the latency is from the return of the command until the transaction that wrote its row has committed; the baseline wakes its projector's thread directly";
  }

  @Override
  public Figure figure() {
    return Figure.P50;
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Pace pace = new Pace(PER_SECOND, size.round());
    return List.of(new ByHand(database, pace), new WithFoliot(database, pace));
  }

  private static final class ByHand implements Contender {
    private final Database database;
    private final Pace pace;
    private final HikariDataSource pool;
    private final HandWritten accounts;
    private final HandWrittenBalances balances;
    private final ExecutorService projector = Executors.newSingleThreadExecutor();
    private int next;

    ByHand(Database database, Pace pace) {
      this.database = database;
      this.pace = pace;
      pool = database.pool(database.newDatabase());
      accounts = new HandWritten(pool);
      balances = HandWrittenBalances.oneByOne(pool, BATCH);
    }

    @Override
    public String name() {
      return "JDBC";
    }

    @Override
    public Sample turn() {
      Sightings sightings = new Sightings(pace.operations());
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      pace.run(
          (number, due) -> {
            accounts.deposit(Deposit.account(next++), 1);
            sightings.done(number, System.nanoTime());
            projector.execute(() -> project(sightings));
          });
      return stopwatch.stop(pace.operations(), sightings.await());
    }

    private void project(Sightings sightings) {
      try {
        int handled = balances.step();
        for (int i = 0; i < handled; i++) {
          sightings.seen(System.nanoTime());
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The projector failed", e);
      }
    }

    @Override
    public void close() {
      projector.shutdownNow();
      pool.close();
    }
  }

  private static final class WithFoliot implements Contender {
    private final Database database;
    private final Pace pace;
    private final ConfigurableApplicationContext application;
    private final Domain domain;
    private final Deliveries deliveries;
    private final Engine engine;
    private int next;

    WithFoliot(Database database, Pace pace) {
      this.database = database;
      this.pace = pace;
      application =
          BalanceApplication.start(database, database.newDatabase(), "foliot.engine.enabled=false");
      domain = application.getBean(Domain.class);
      engine = application.getBean(Engine.class);
      deliveries = application.getBean(Deliveries.class);
    }

    @Override
    public String name() {
      return "Foliot";
    }

    /** The engine has delivered something when the turn begins. */
    @Override
    public void prepare() {
      Countdown first = new Countdown(1);
      deliveries.tell(delivery -> first.happened());
      engine.start();
      domain.process(new Deposit(Deposit.account(next++), 1));
      first.await();
    }

    @Override
    public Sample turn() {
      Sightings sightings = new Sightings(pace.operations());
      deliveries.tell(delivery -> sightings.seen(System.nanoTime()));
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      pace.run(
          (number, due) -> {
            domain.process(new Deposit(Deposit.account(next++), 1));
            sightings.done(number, System.nanoTime());
          });
      Sample sample = stopwatch.stop(pace.operations(), sightings.await());
      engine.stop();
      return sample;
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
