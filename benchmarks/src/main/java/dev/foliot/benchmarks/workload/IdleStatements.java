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

  Sample measure() {
    Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
    return stopwatch.stop(within(turn));
  }

  private long within(Duration duration) {
    long before = executed.getAsLong();
    new Pace(0, duration).run((number, due) -> {});
    return executed.getAsLong() - before;
  }
}
