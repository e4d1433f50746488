package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.timer.EngineTimers;
import dev.foliot.benchmarks.timer.FoliotTimers;
import dev.foliot.benchmarks.timer.HandWrittenTimers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** W11a: many timers that are due at once. */
final class DueTimers implements Workload {
  @Override
  public String name() {
    return "W11a timers due at once";
  }

  @Override
  public String description() {
    return "as many timers as a catch-up has events are due, and are moved into the log in batches of 1,000; a turn with an engine includes its start; by hand one statement moves a batch, and no row leaves the server";
  }

  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new ByHand(database, size.events()));
    contenders.add(new WithEngine("Foliot", new FoliotTimers(database), database, size.events()));
    for (TimerPeer peer : TimerPeer.present()) {
      contenders.add(new WithEngine(peer.name(), peer.timers(database), database, size.events()));
    }
    return contenders;
  }

  private static final class ByHand implements Contender {
    private final Database database;
    private final int count;
    private final HikariDataSource pool;
    private final HandWrittenTimers timers;

    ByHand(Database database, int count) {
      this.database = database;
      this.count = count;
      pool = database.newPoolByHand();
      timers = new HandWrittenTimers(pool);
    }

    @Override
    public String name() {
      return "JDBC";
    }

    @Override
    public void prepare() {
      try {
        timers.fill(count, Deposit.REFERENCE);
      } catch (SQLException e) {
        throw new IllegalStateException("The timers could not be set", e);
      }
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      try {
        int moved = 0;
        while (moved < count) {
          moved += timers.move();
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The timers could not be moved", e);
      }
      return stopwatch.stop(count);
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static final class WithEngine implements Contender {
    private final String name;
    private final EngineTimers timers;
    private final Database database;
    private final int count;

    WithEngine(String name, EngineTimers timers, Database database, int count) {
      this.name = name;
      this.timers = timers;
      this.database = database;
      this.count = count;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      timers.fill(count);
    }

    @Override
    public Sample turn() {
      Countdown missing = new Countdown(count);
      timers.tell(missing::happened);
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      timers.start();
      missing.await();
      Sample sample = stopwatch.stop(count);
      timers.stop();
      return sample;
    }

    @Override
    public void close() {
      timers.close();
    }
  }
}
