package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.Database;
import dev.foliot.benchmarks.Size;
import dev.foliot.benchmarks.Workload;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** W3: appends in batches. */
public record Imports() implements Workload {
  private static final int BATCH = 100;
  private static final int BATCHES_PER_SECOND_OF_ROUND = 100;

  @Override
  public String name() {
    return "W3 bulk append";
  }

  @Override
  public String description() {
    return "one thread commits batches of 100 events, each to an account of its own; an operation is an event";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return List.of(
        contender("JDBC", Accounts.handWritten(database, 0, 0), database, size),
        contender("Foliot", Accounts.foliot(database, 0, 0), database, size));
  }

  private static Contender contender(String name, Accounts accounts, Database database, Size size) {
    AtomicInteger next = new AtomicInteger();
    int batches = (int) size.round().toSeconds() * BATCHES_PER_SECOND_OF_ROUND;
    return new AccountContender(name, accounts, each -> append(each, next, batches, database));
  }

  private static Sample append(
      Accounts accounts, AtomicInteger next, int batches, Database database) {
    Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
    try {
      for (int i = 0; i < batches; i++) {
        accounts.deposit(Accounts.id(next.getAndIncrement()), BATCH);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("A round failed", e);
    }
    return stopwatch.stop((long) batches * BATCH);
  }
}
