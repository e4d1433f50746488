package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.Pace;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Sightings;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.timer.EngineTimers;
import dev.foliot.benchmarks.timer.FoliotTimers;
import dev.foliot.benchmarks.timer.HandWrittenTimers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** W11b: from the instant at which a timer is due until the commit that moves it. */
final class FiringDelay implements Workload {
  private static final int PER_SECOND = 1_000;
  private static final Duration AHEAD = Duration.ofMillis(100);

  @Override
  public String name() {
    return "W11b firing delay";
  }

  @Override
  public String description() {
    return "1,000 timers a second are set, each due 100 ms later; the latency is from the due time until the commit that moved the timer into the log; by hand a thread sleeps until the next timer is due";
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
    Pace pace = new Pace(PER_SECOND, size.round());
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new ByHand(database, pace));
    contenders.add(new WithEngine("Foliot", new FoliotTimers(database), database, pace));
    for (TimerPeer peer : TimerPeer.present()) {
      contenders.add(new WithEngine(peer.name(), peer.timers(database), database, pace));
    }
    return contenders;
  }

  private static final class ByHand implements Contender {
    private final Database database;
    private final Pace pace;
    private final HikariDataSource pool;
    private final HandWrittenTimers timers;

    ByHand(Database database, Pace pace) {
      this.database = database;
      this.pace = pace;
      pool = database.newPoolByHand();
      timers = new HandWrittenTimers(pool);
    }

    @Override
    public String name() {
      return "JDBC";
    }

    @Override
    public Sample turn() {
      Sightings sightings = new Sightings(pace.operations());
      Thread mover = new Thread(() -> move(sightings));
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      mover.start();
      pace.run(
          (number, due) -> {
            sightings.done(number, System.nanoTime() + AHEAD.toNanos());
            timers.set(Instant.now().plus(AHEAD), Deposit.REFERENCE);
          });
      return stopwatch.stop(pace.operations(), sightings.await());
    }

    private void move(Sightings sightings) {
      try {
        for (int moved = 0; moved < pace.operations(); ) {
          int more = timers.move();
          for (int i = 0; i < more; i++) {
            sightings.seen(System.nanoTime());
          }
          moved += more;
          if (more == 0) {
            Instant next = timers.next().orElse(Instant.now().plusMillis(1));
            LockSupport.parkNanos(Duration.between(Instant.now(), next).toNanos());
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The timers could not be moved", e);
      }
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
    private final Pace pace;
    private int next;

    WithEngine(String name, EngineTimers timers, Database database, Pace pace) {
      this.name = name;
      this.timers = timers;
      this.database = database;
      this.pace = pace;
      timers.start();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Sample turn() {
      Sightings sightings = new Sightings(pace.operations());
      timers.tell(() -> sightings.seen(System.nanoTime()));
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      pace.run(
          (number, due) -> {
            sightings.done(number, System.nanoTime() + AHEAD.toNanos());
            timers.set(next++, Instant.now().plus(AHEAD));
          });
      return stopwatch.stop(pace.operations(), sightings.await());
    }

    @Override
    public void close() {
      timers.stop();
      timers.close();
    }
  }
}
