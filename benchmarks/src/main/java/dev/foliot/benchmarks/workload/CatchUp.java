package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Engine;
import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.account.HandWritten;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.balance.Deliveries;
import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** W2a: a projection catches up with a long log. */
final class CatchUp implements Workload {
  private static final int EVENTS = 20;
  private static final int BATCH = 500;

  @Override
  public String name() {
    return "W2a catch-up";
  }

  @Override
  public String description() {
    return "a projection is filled from all events, 20 for each row, in batches of 500; an operation is an event; Foliot's turn includes the start and the first look of its engine";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return List.of(
        new ByHand(
            "JDBC, statements for each event", HandWrittenBalances::oneByOne, database, size),
        new ByHand("JDBC, adding up a batch", HandWrittenBalances::folding, database, size),
        new WithFoliot("Foliot, JPA entities", "entities", database, size),
        new WithFoliot("Foliot, adding up a batch", "batches", database, size));
  }

  private static final class ByHand implements Contender {
    private final String name;
    private final Database database;
    private final HikariDataSource pool;
    private final HandWrittenBalances balances;

    ByHand(
        String name,
        BiFunction<DataSource, Integer, HandWrittenBalances> way,
        Database database,
        Size size) {
      this.name = name;
      this.database = database;
      pool = database.pool(database.newDatabase());
      try {
        new HandWritten(pool).fill(0, size.events() / EVENTS, EVENTS);
      } catch (SQLException e) {
        throw new IllegalStateException("The log could not be filled", e);
      }
      balances = way.apply(pool, BATCH);
      Database.analyze(pool);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      balances.reset();
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      long handled = 0;
      try {
        for (int more = balances.step(); more > 0; more = balances.step()) {
          handled += more;
        }
      } catch (SQLException e) {
        throw new IllegalStateException("A turn failed", e);
      }
      return stopwatch.stop(handled);
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static final class WithFoliot implements Contender {
    private final String name;
    private final Database database;
    private final int events;
    private final ConfigurableApplicationContext application;
    private final JdbcTemplate jdbc;
    private final Engine engine;
    private final Deliveries deliveries;

    WithFoliot(String name, String profile, Database database, Size size) {
      this.name = name;
      this.database = database;
      events = size.events() / EVENTS * EVENTS;
      application =
          BalanceApplication.start(
              database,
              database.newDatabase(),
              "spring.profiles.active=" + profile,
              "foliot.engine.enabled=false",
              "foliot.engine.batch-size=" + BATCH);
      FillAccounts.of(application, 0, events / EVENTS, EVENTS);
      jdbc = new JdbcTemplate(application.getBean(DataSource.class));
      engine = application.getBean(Engine.class);
      deliveries = application.getBean(Deliveries.class);
      Database.analyze(application.getBean(DataSource.class));
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      jdbc.update("delete from balance");
      jdbc.update("update foliot_checkpoint set position = 0");
    }

    @Override
    public Sample turn() {
      Countdown missing = new Countdown(events);
      deliveries.tell(delivery -> missing.happened());
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      engine.start();
      missing.await();
      Sample sample = stopwatch.stop(events);
      engine.stop();
      requireAllHandled();
      return sample;
    }

    private void requireAllHandled() {
      Long handled = jdbc.queryForObject("select sum(deposits) from balance", Long.class);
      if (handled == null || handled != events) {
        throw new IllegalStateException(
            "%s of %d events were handled: the checkpoint was not at the beginning"
                .formatted(handled, events));
      }
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
