package dev.foliot.benchmarks.hotpath;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link HotPaths}, each path in a JVM of its own. */
public final class MeasureHotPaths {
  /** So long that the compiler has done its work on the slowest path to get warm. */
  private static final int WARM_UPS = 10;

  private MeasureHotPaths() {}

  /**
   * The nanoseconds of each path, by the name of its method.
   *
   * @param rounds how many measured iterations each path has, of a second each
   */
  public static Map<String, Double> nanos(int rounds) throws RunnerException {
    TimeValue second = TimeValue.seconds(1);
    Runner runner =
        new Runner(
            new OptionsBuilder()
                .include(HotPaths.class.getName() + "\\.")
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(second)
                .measurementIterations(rounds)
                .measurementTime(second)
                .verbosity(VerboseMode.SILENT)
                .build());
    Map<String, Double> nanos = new LinkedHashMap<>();
    for (RunResult result : runner.run()) {
      nanos.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore());
    }
    return nanos;
  }
}
