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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What was measured, as a Markdown table and a chart; grows while it is measured. */
final class Report {
  private static final String COLUMNS =
      """
      | workload | database | contender | operations/s | × baseline (lowest–highest round) | of | JVM CPU µs/op | server CPU µs/op | p50 ms | p99 ms |
      |---|---|---|--:|--:|---|--:|--:|--:|--:|
      """;

  private final Size size;
  private final Set<String> machine = new LinkedHashSet<>();
  private final Set<String> descriptions = new LinkedHashSet<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private String hotPaths = "";

  Report(Size size) {
    this.size = size;
    Runtime runtime = Runtime.getRuntime();
    machine.add(
        "%s cores, %s %s, Java %s, heap of %s MB"
            .formatted(
                runtime.availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                runtime.maxMemory() / 1024 / 1024));
  }

  void add(Database database) {
    machine.add(database.settings());
  }

  void add(Workload workload, Comparison comparison) {
    descriptions.add("**%s**: %s".formatted(workload.name(), workload.description()));
    comparisons.add(comparison);
  }

  /** Notes the table of the hot paths. */
  void add(String table) {
    hotPaths = table;
  }

  void writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("performance.md"), markdown());
    Files.writeString(directory.resolve("performance.svg"), new BarChart(comparisons).svg());
  }

  String markdown() {
    return """
    # Measured

    %s
    Medians of %s rounds, after %s that do not count, in which the contenders took turns. The first contender of a workload is
    the baseline; the ratio to it is the median of the rounds' own ratios.

    %s%s
    ![The same ratios as bars](performance.svg)

    %s
    %s"""
        .formatted(
            list(machine),
            size.rounds(),
            size.warmUps(),
            COLUMNS,
            comparisons.stream().map(Report::rows).collect(Collectors.joining()),
            list(descriptions),
            hotPaths);
  }

  private static String list(Set<String> items) {
    return items.stream().map(item -> "- %s\n".formatted(item)).collect(Collectors.joining());
  }

  /** The table's rows for one comparison. */
  static String rows(Comparison comparison) {
    return comparison.contenders().stream()
        .map(contender -> row(comparison, contender))
        .collect(Collectors.joining());
  }

  private static String row(Comparison comparison, String contender) {
    return "| %s | %s | %s | %s | %s (%s–%s) | %s | %s | %s | %s | %s |\n"
        .formatted(
            comparison.workload(),
            comparison.database(),
            contender,
            number(comparison.median(contender, Sample::perSecond)),
            number(comparison.medianRatio(contender)),
            number(comparison.lowestRatio(contender)),
            number(comparison.highestRatio(contender)),
            comparison.figure().label(),
            number(comparison.median(contender, Sample::processMicros)),
            number(comparison.median(contender, Sample::serverMicros)),
            number(comparison.median(contender, sample -> sample.latencyMillis(50))),
            number(comparison.median(contender, sample -> sample.latencyMillis(99))));
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
