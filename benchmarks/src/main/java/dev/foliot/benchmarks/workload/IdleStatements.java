package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Pace;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts the statements of an engine that has nothing to do.
 *
 * @param executed how many statements it has sent
 * @param turn how long a turn is
 */
record IdleStatements(LongSupplier executed, Database database, Duration turn) {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LEAST = LONGEST_PAUSE.multipliedBy(2);
  private static final int STILL_STARTING = 30;
  private static final int LONGEST_STILL = 120;

  static Duration turn(Size size) {
    return size.round().compareTo(LEAST) < 0 ? LEAST : size.round();
  }

  /** Waits until the engine has done its work of the start. */
  void awaitStarted() {
    long statements;
    do {
      statements = within(LONGEST_PAUSE);
    } while (statements > STILL_STARTING);
  }

  /** On a busy machine, the engine may stand still. So a turn has a statement, if it can. */
  Sample measure() {
    Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
    long statements = within(turn);
    for (int more = 0; statements == 0 && more < LONGEST_STILL; more++) {
      statements = within(LONGEST_PAUSE);
    }
    return stopwatch.stop(statements);
  }

  private long within(Duration duration) {
    long before = executed.getAsLong();
    new Pace(0, duration).run((number, due) -> {});
    return executed.getAsLong() - before;
  }
}
