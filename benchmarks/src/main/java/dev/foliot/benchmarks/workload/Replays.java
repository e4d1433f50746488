package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.workflow.LongRun;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** W16: the replay of long runs. */
final class Replays implements Workload {
  @Override
  public String name() {
    return "W16 replay";
  }

  @Override
  public String description() {
    return "the code of a run with many stored steps is invoked again, up to its wait, with the journal in memory; an operation is a replay";
  }

  @Override
  public Figure figure() {
    return Figure.P50;
  }

  /** There is no database. */
  @Override
  public boolean runsOn(Database database) {
    return !database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Load load = Load.lasting(1, size.round());
    return Stream.of(1_000, 10_000)
        .<Contender>map(steps -> new Replaying(steps, new LongRun(steps), load))
        .toList();
  }

  private record Replaying(int steps, LongRun run, Load load) implements Contender {
    @Override
    public String name() {
      return String.format(Locale.ROOT, "Foliot, %,d steps", steps);
    }

    @Override
    public Sample turn() {
      return load.run(() -> Duration.ZERO, (thread, random) -> run.replay());
    }

    @Override
    public void close() {}
  }
}
