package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.plain.PlainApplication;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;

/** T0: the start of an application. */
final class Starts implements Workload {
  @Override
  public String name() {
    return "T0 start";
  }

  @Override
  public String description() {
    return "an application with one entity is started in a JVM that has started others before, without Foliot and with it, its tables and its engine; an operation is a start";
  }

  @Override
  public boolean runsOn(Database database) {
    return !database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return List.of(
        new Starting("Spring Boot with JPA", () -> PlainApplication.start(database), database),
        new Starting(
            "the same with Foliot",
            () -> BalanceApplication.start(database, database.newDatabase()),
            database));
  }

  private record Starting(
      String name, Supplier<ConfigurableApplicationContext> start, Database database)
      implements Contender {
    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      ConfigurableApplicationContext application = start.get();
      Sample sample = stopwatch.stop(1);
      application.close();
      return sample;
    }

    @Override
    public void close() {}
  }
}
