package dev.foliot.benchmarks.workload;

import dev.foliot.Engine;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.idle.CountStatements;
import dev.foliot.benchmarks.idle.IdleApplication;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.WarmUp;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/** W7: an engine that has nothing to do. */
final class Idle implements Workload {
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
    return size.subscriptions().stream().map(count -> idling(count, database, size)).toList();
  }

  private static Contender idling(int subscriptions, Database database, Size size) {
    ConfigurableApplicationContext application = IdleApplication.start(database, subscriptions);
    CountStatements count = application.getBean(CountStatements.class);
    return new Idling(
        subscriptions,
        application,
        new IdleStatements(count::executed, database, IdleStatements.turn(size)));
  }

  private record Idling(
      int subscriptions, ConfigurableApplicationContext application, IdleStatements statements)
      implements Contender {
    @Override
    public String name() {
      return subscriptions == 1
          ? "Foliot, 1 subscription"
          : "Foliot, %s subscriptions".formatted(subscriptions);
    }

    /** Only this engine runs. */
    @Override
    public void prepare() {
      application.getBean(Engine.class).start();
      statements.awaitStarted();
    }

    @Override
    public Sample turn() {
      Sample sample = statements.measure();
      application.getBean(Engine.class).stop();
      return sample;
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
