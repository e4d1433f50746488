package dev.foliot.benchmarks.workload;

import dev.foliot.Engine;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.idle.CountStatements;
import dev.foliot.benchmarks.idle.IdleApplication;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Pace;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.measure.WarmUp;
import java.time.Duration;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/** W7: an engine that has nothing to do. */
final class Idle implements Workload {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LEAST = LONGEST_PAUSE.multipliedBy(2);
  private static final int STILL_STARTING = 30;

  @Override
  public String name() {
    return "W7 idle";
  }

  @Override
  public String description() {
    return "an engine that has nothing to do; an operation is a statement that it sends through the application's data source, so operations/s times CPU per operation is the CPU time of a second";
  }

  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  /** Each contender waits until it has started: see {@link Idling#prepare}. */
  @Override
  public WarmUp warmUp(Size size) {
    return WarmUp.NONE;
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Duration turn = size.round().compareTo(LEAST) < 0 ? LEAST : size.round();
    return size.subscriptions().stream()
        .<Contender>map(
            count -> new Idling(count, IdleApplication.start(database, count), database, turn))
        .toList();
  }

  private record Idling(
      int subscriptions,
      ConfigurableApplicationContext application,
      Database database,
      Duration time)
      implements Contender {
    @Override
    public String name() {
      return subscriptions == 1
          ? "Foliot, 1 subscription"
          : "Foliot, %s subscriptions".formatted(subscriptions);
    }

    /** Only this engine runs, and it has done what there is to do at the start. */
    @Override
    public void prepare() {
      application.getBean(Engine.class).start();
      long statements;
      do {
        statements = statementsWithin(LONGEST_PAUSE);
      } while (statements > STILL_STARTING);
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      long statements = statementsWithin(time);
      Sample sample = stopwatch.stop(statements);
      application.getBean(Engine.class).stop();
      return sample;
    }

    private long statementsWithin(Duration duration) {
      CountStatements statements = application.getBean(CountStatements.class);
      long before = statements.executed();
      new Pace(0, duration).run((number, due) -> {});
      return statements.executed() - before;
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
