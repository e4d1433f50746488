package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.benchmarks.Database;
import dev.foliot.benchmarks.Size;
import dev.foliot.benchmarks.Workload;
import dev.foliot.benchmarks.account.DepositMany;
import dev.foliot.benchmarks.account.HandWritten;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** W2a: a projection catches up with a long log. */
public record CatchUp() implements Workload {
  private static final int EVENTS = 20;
  private static final int BATCH = 500;

  @Override
  public String name() {
    return "W2a catch-up";
  }

  @Override
  public String description() {
    return "a projection is filled from all events, 20 for each row, in batches of 500; an operation is an event";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return List.of(new ByHand(database, size), new WithFoliot(database, size));
  }

  private static final class ByHand implements Contender {
    private final HikariDataSource pool;
    private final HandWrittenBalances balances;
    private final Supplier<Duration> serverCpu;

    ByHand(Database database, Size size) {
      pool = database.pool(database.newDatabase());
      HandWritten accounts = new HandWritten(pool);
      balances = new HandWrittenBalances(pool, BATCH);
      serverCpu = database::serverCpu;
      try {
        for (int i = 0; i < size.catchUp() / EVENTS; i++) {
          accounts.deposit(Accounts.id(i), 1, Accounts.REFERENCE, EVENTS);
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The log could not be filled", e);
      }
      Database.analyze(pool);
    }

    @Override
    public String name() {
      return "JDBC, an upsert for each event";
    }

    @Override
    public Sample round() {
      balances.reset();
      Stopwatch stopwatch = Stopwatch.start(serverCpu);
      long handled = 0;
      try {
        for (int more = balances.step(); more > 0; more = balances.step()) {
          handled += more;
        }
      } catch (SQLException e) {
        throw new IllegalStateException("A round failed", e);
      }
      return stopwatch.stop(handled);
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static final class WithFoliot implements Contender {
    private final ConfigurableApplicationContext application;
    private final JdbcTemplate jdbc;
    private final Engine engine;
    private final Supplier<Duration> serverCpu;
    private final int events;

    WithFoliot(Database database, Size size) {
      application =
          BalanceApplication.start(
              database.newDatabase(), database.user(), "foliot.engine.enabled=false");
      jdbc = new JdbcTemplate(application.getBean(DataSource.class));
      engine = application.getBean(Engine.class);
      serverCpu = database::serverCpu;
      Domain domain = application.getBean(Domain.class);
      for (int i = 0; i < size.catchUp() / EVENTS; i++) {
        domain.process(new DepositMany(Accounts.id(i), 1, Accounts.REFERENCE, EVENTS));
      }
      events = size.catchUp() / EVENTS * EVENTS;
      Database.analyze(application.getBean(DataSource.class));
    }

    @Override
    public String name() {
      return "Foliot, JPA entities";
    }

    @Override
    public Sample round() {
      jdbc.update("delete from balance");
      jdbc.update("update foliot_checkpoint set position = 0");
      Stopwatch stopwatch = Stopwatch.start(serverCpu);
      engine.start();
      while (engine.status().head() < events
          || engine.status().subscriptions().stream().anyMatch(each -> each.lag() > 0)) {
        LockSupport.parkNanos(1_000_000);
      }
      Sample sample = stopwatch.stop(events);
      engine.stop();
      checkComplete();
      return sample;
    }

    private void checkComplete() {
      Long handled = jdbc.queryForObject("select sum(deposits) from balance", Long.class);
      if (handled == null || handled != events) {
        throw new IllegalStateException(handled + " of " + events + " events were handled");
      }
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
