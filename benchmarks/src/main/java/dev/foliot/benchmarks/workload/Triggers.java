package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.workflow.TriggeredRuns;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** W17a: events against triggers with conditions. */
final class Triggers implements Workload {
  @Override
  public String name() {
    return "W17a triggers";
  }

  @Override
  public String description() {
    return "all events of the log are compared with the conditions of triggers, on the id of a sensor and on a limit; one in 100 events starts a run; an operation is an event; a turn includes the start and the first look of the engine";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return Stream.of(1, 1_000)
        .<Contender>map(triggers -> new Starting(triggers, database, size.events()))
        .toList();
  }

  private static final class Starting implements Contender {
    private final int triggers;
    private final TriggeredRuns runs;
    private final Database database;
    private final int events;

    Starting(int triggers, Database database, int events) {
      this.triggers = triggers;
      this.runs = new TriggeredRuns(database, triggers);
      this.database = database;
      this.events = events;
      runs.fill(events);
      Statistics.ANALYZED.filled(runs.database());
    }

    @Override
    public String name() {
      return String.format(Locale.ROOT, "Foliot, triggers: %,d", triggers);
    }

    @Override
    public void prepare() {
      runs.reset();
    }

    @Override
    public Sample turn() {
      Countdown missing = new Countdown(events);
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      runs.start(missing::happened);
      missing.await();
      Sample sample = stopwatch.stop(events);
      runs.stop();
      requireAllStarted();
      return sample;
    }

    private void requireAllStarted() {
      int expected = TriggeredRuns.startedBy(events);
      if (runs.runs() != expected) {
        throw new IllegalStateException(
            "%s of %s runs were started".formatted(runs.runs(), expected));
      }
    }

    @Override
    public void close() {
      runs.close();
    }
  }
}
