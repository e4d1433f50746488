package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.workflow.RunOfManySteps;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** W17b: runs of event-typed steps. */
final class EventTypedSteps implements Workload {
  private static final int STEPS = 10_000;

  @Override
  public String name() {
    return "W17b steps";
  }

  @Override
  public String description() {
    return "a run of event-typed steps that do nothing, with the journal in memory; an operation is a step";
  }

  /** There is no database. */
  @Override
  public boolean runsOn(Database database) {
    return !database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return Stream.of(100, 1_000, 10_000)
        .<Contender>map(steps -> new Stepping(steps, new RunOfManySteps(steps)))
        .toList();
  }

  /** Each turn has as many steps. */
  private record Stepping(int steps, RunOfManySteps run) implements Contender {
    @Override
    public String name() {
      return String.format(Locale.ROOT, "Foliot, runs of %,d steps", steps);
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(() -> Duration.ZERO);
      for (int done = 0; done < STEPS; done += steps) {
        run.run();
      }
      return stopwatch.stop(STEPS);
    }

    @Override
    public void close() {
      run.close();
    }
  }
}
