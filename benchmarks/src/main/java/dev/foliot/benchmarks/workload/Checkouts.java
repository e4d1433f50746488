package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.checkout.FoliotCheckouts;
import dev.foliot.benchmarks.checkout.HandWrittenCheckouts;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** W13: a process manager with many instances. */
final class Checkouts implements Workload {
  private static final int EVENTS = 4;

  @Override
  public String name() {
    return "W13 processes";
  }

  @Override
  public String description() {
    return "a process manager handles the four events of each checkout, in batches of 500; neighbours in the log belong to different checkouts; each has a state, sends one command, and sets and cancels one timer; an operation is an event; a turn with Foliot includes the start of the engine";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new ByHand("JDBC, a batch at once", HandWrittenCheckouts::atOnce, database, size));
    contenders.add(
        new ByHand(
            "JDBC, statements for each event", HandWrittenCheckouts::oneByOne, database, size));
    for (Statistics statistics : Statistics.on(database)) {
      contenders.add(new WithFoliot(statistics, database, size));
    }
    return contenders;
  }

  private static void requireAllEnded(int ended, int expected) {
    if (ended != expected) {
      throw new IllegalStateException("%s of %s checkouts have ended".formatted(ended, expected));
    }
  }

  private static final class ByHand implements Contender {
    private final String name;
    private final Database database;
    private final int checkouts;
    private final HikariDataSource pool;
    private final HandWrittenCheckouts byHand;
    private int next;

    ByHand(
        String name, Function<DataSource, HandWrittenCheckouts> way, Database database, Size size) {
      this.name = name;
      this.database = database;
      checkouts = size.processes();
      pool = database.newPoolByHand();
      byHand = way.apply(pool);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      try {
        byHand.fill(next, next + checkouts);
      } catch (SQLException e) {
        throw new IllegalStateException("The log could not be filled", e);
      }
      next += checkouts;
      Statistics.ANALYZED.filled(pool);
    }

    @Override
    public Sample turn() {
      int events = checkouts * EVENTS;
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      try {
        for (int handled = 0; handled < events; ) {
          handled += byHand.step();
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The events could not be handled", e);
      }
      Sample sample = stopwatch.stop(events);
      requireAllEnded(byHand.ended(), next);
      return sample;
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static final class WithFoliot implements Contender {
    private final Statistics statistics;
    private final Database database;
    private final int checkouts;
    private final FoliotCheckouts foliot;
    private int next;

    WithFoliot(Statistics statistics, Database database, Size size) {
      this.statistics = statistics;
      this.database = database;
      checkouts = size.processes();
      foliot = new FoliotCheckouts(database);
      statistics.begin(foliot.database());
    }

    @Override
    public String name() {
      return statistics.name("Foliot");
    }

    @Override
    public void prepare() {
      foliot.fill(next, next + checkouts);
      next += checkouts;
      statistics.filled(foliot.database());
    }

    @Override
    public Sample turn() {
      int events = checkouts * EVENTS;
      Countdown missing = new Countdown(events);
      foliot.tell(missing::happened);
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      foliot.start();
      missing.await();
      Sample sample = stopwatch.stop(events);
      foliot.stop();
      requireAllEnded(foliot.ended(), next);
      return sample;
    }

    @Override
    public void close() {
      foliot.close();
    }
  }
}
