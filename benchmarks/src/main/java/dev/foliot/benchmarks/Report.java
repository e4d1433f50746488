package dev.foliot.benchmarks;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Comparison;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.workload.Size;
import dev.foliot.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was measured, as Markdown tables and a chart; grows while it is measured. */
final class Report {
  private static final String BY_HAND = "ByHand";
  private static final String COLUMNS =
      """
      | workload | contender | operations/s | × baseline (lowest–highest round) | of | cached | JVM CPU µs/op | server CPU µs/op | p50 ms | p99 ms | warm-up rounds |
      |---|---|--:|--:|---|---|--:|--:|--:|--:|---|
      """;

  private final Size size;
  private final Map<String, String> databases = new LinkedHashMap<>();
  private final Set<String> descriptions = new LinkedHashSet<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private Map<String, Double> hotPaths = Map.of();

  Report(Size size) {
    this.size = size;
  }

  void add(Database database) {
    databases.put(database.name(), database.settings());
  }

  void add(Workload workload, Comparison comparison) {
    descriptions.add("- **%s**: %s\n".formatted(workload.name(), workload.description()));
    comparisons.add(comparison);
  }

  /** Notes the nanoseconds of the hot paths, by the names of their methods. */
  void add(Map<String, Double> nanos) {
    hotPaths = nanos;
  }

  void writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("performance.md"), markdown());
    Files.writeString(directory.resolve("performance.svg"), new BarChart(comparisons).svg());
  }

  String markdown() {
    return """
    # Measured: the %s form

    On %s. Medians of %s rounds, after the rounds of the last column, which do not count: until no contender becomes faster, at
    most %s. The contenders took turns. The first contender of a workload is the baseline; the ratio to it is the median of the
    rounds' own ratios.

    %s![The same ratios as bars](performance.svg)

    %s%s"""
        .formatted(
            size.name(),
            machine(),
            size.rounds(),
            size.warmUp().max(),
            databases.keySet().stream().map(this::section).collect(Collectors.joining()),
            String.join("", descriptions),
            hotPaths.isEmpty() ? "" : hotPathTable());
  }

  private static String machine() {
    Runtime runtime = Runtime.getRuntime();
    return "%s cores, %s %s, Java %s, heap of %s MB"
        .formatted(
            runtime.availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version(),
            runtime.maxMemory() / 1024 / 1024);
  }

  private String section(String database) {
    return "## %s\n\n%s.\n\n%s%s\n"
        .formatted(
            database,
            databases.get(database),
            COLUMNS,
            comparisons.stream()
                .filter(comparison -> comparison.database().equals(database))
                .map(Report::rows)
                .collect(Collectors.joining()));
  }

  /** The table's rows for one comparison. */
  static String rows(Comparison comparison) {
    return comparison.contenders().stream()
        .map(contender -> row(comparison, contender))
        .collect(Collectors.joining());
  }

  private static String row(Comparison comparison, String contender) {
    return "| %s | %s | %s | %s (%s–%s) | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            comparison.workload(),
            contender,
            number(comparison.median(contender, Sample::perSecond)),
            number(comparison.medianRatio(contender)),
            number(comparison.lowestRatio(contender)),
            number(comparison.highestRatio(contender)),
            comparison.figure().label(),
            comparison.cached(contender),
            number(comparison.median(contender, Sample::processMicros)),
            number(comparison.median(contender, Sample::serverMicros)),
            number(comparison.median(contender, sample -> sample.latencyMillis(50))),
            number(comparison.median(contender, sample -> sample.latencyMillis(99))),
            comparison.warmUp(contender));
  }

  private String hotPathTable() {
    return """

    | hot path | ns | by hand, ns | × by hand |
    |---|--:|--:|--:|
    """
        + hotPaths.entrySet().stream()
            .filter(path -> !path.getKey().endsWith(BY_HAND))
            .map(path -> hotPath(path.getKey(), path.getValue()))
            .collect(Collectors.joining());
  }

  private String hotPath(String path, double nanos) {
    double byHand = hotPaths.getOrDefault(path + BY_HAND, Double.NaN);
    return "| %s | %s | %s | %s |\n"
        .formatted(path, number(nanos), number(byHand), number(nanos / byHand));
  }

  /** Three digits; a dash for what was not taken. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
