package dev.foliot.benchmarks.hotpath;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link HotPaths} in a JVM of its own, and makes a table of it. */
public final class MeasureHotPaths {
  private static final String BY_HAND = "ByHand";

  private MeasureHotPaths() {}

  /**
   * The table, as Markdown.
   *
   * @param rounds how many measured iterations each path has, after as many to warm up
   * @param round how long an iteration is
   */
  public static String table(int rounds, Duration round) throws RunnerException {
    TimeValue time = TimeValue.milliseconds(round.toMillis());
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(HotPaths.class.getName() + "\\.")
                    .forks(1)
                    .warmupIterations(rounds)
                    .warmupTime(time)
                    .measurementIterations(rounds)
                    .measurementTime(time)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Map<String, Double> nanos = new LinkedHashMap<>();
    results.forEach(
        result ->
            nanos.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore()));
    return table(nanos);
  }

  /** A row for each path, from the times of all methods by their names. */
  static String table(Map<String, Double> nanos) {
    return """
    | hot path | ns | by hand, ns | × by hand |
    |---|--:|--:|--:|
    """
        + nanos.entrySet().stream()
            .filter(path -> !path.getKey().endsWith(BY_HAND))
            .map(
                path ->
                    row(
                        path.getKey(),
                        path.getValue(),
                        nanos.getOrDefault(path.getKey() + BY_HAND, Double.NaN)))
            .collect(Collectors.joining());
  }

  private static String row(String path, double nanos, double byHand) {
    return String.format(
        Locale.ROOT, "| %s | %,.0f | %,.0f | %.1f |\n", path, nanos, byHand, nanos / byHand);
  }
}
