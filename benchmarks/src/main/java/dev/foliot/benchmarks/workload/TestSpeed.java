package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import java.util.List;
import java.util.function.IntFunction;

/**
 * T1 to T3: how fast an application's tests are.
 *
 * @param name the name in the report
 * @param description what an operation is
 * @param ways those who do it, the baseline first
 */
record TestSpeed(String name, String description, List<Way> ways) implements Workload {

  /** One way to test. */
  record Way(String name, IntFunction<Sample> tests) {
    Contender contender(int count) {
      return new Testing(name, count, tests);
    }
  }

  private record Testing(String name, int count, IntFunction<Sample> tests) implements Contender {
    @Override
    public Sample turn() {
      return tests.apply(count);
    }

    @Override
    public void close() {}
  }

  @Override
  public boolean runsOn(Database database) {
    return !database.isServer();
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return ways.stream().map(way -> way.contender(size.tests())).toList();
  }
}
