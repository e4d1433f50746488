package dev.foliot.benchmarks;

import dev.foliot.benchmarks.measure.Comparison;
import dev.foliot.benchmarks.measure.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was measured, as a Markdown table and a chart. */
record Report(List<Workload> workloads, List<Comparison> comparisons, Size size) {
  private static final String COLUMNS =
      """
      | workload | database | contender | operations/s | × baseline (lowest–highest round) | JVM CPU µs/op | server CPU µs/op | p50 ms | p99 ms |
      |---|---|---|--:|--:|--:|--:|--:|--:|
      """;

  void writeTo(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("performance.md"), markdown());
    Files.writeString(directory.resolve("performance.svg"), new BarChart(comparisons).svg());
    System.out.println("Written: " + directory.resolve("performance.md").toAbsolutePath());
  }

  private String markdown() {
    return """
    # Measured

    %s

    Medians of %d rounds in which the contenders took turns; the ratio is the median of the rounds' own ratios.

    %s%s
    ![ratios](performance.svg)

    """
            .formatted(
                machine(),
                size.rounds(),
                COLUMNS,
                comparisons.stream().map(Report::line).collect(Collectors.joining()))
        + workloads.stream()
            .map(workload -> "- **%s**: %s\n".formatted(workload.name(), workload.description()))
            .collect(Collectors.joining());
  }

  private static String machine() {
    Runtime runtime = Runtime.getRuntime();
    return "%d cores, %s %s, Java %s, heap %d MB"
        .formatted(
            runtime.availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version(),
            runtime.maxMemory() / 1024 / 1024);
  }

  /** The rows of one comparison. */
  static String line(Comparison comparison) {
    return comparison.contenders().stream()
        .map(contender -> row(comparison, contender))
        .collect(Collectors.joining());
  }

  private static String row(Comparison comparison, String contender) {
    double[] range = comparison.rangeOfRatios(contender, Sample::perSecond);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %,.0f | %.2f (%.2f–%.2f) | %.0f | %.0f | %.2f | %.2f |\n",
        comparison.workload(),
        comparison.database(),
        contender,
        comparison.median(contender, Sample::perSecond),
        comparison.medianRatio(contender, Sample::perSecond),
        range[0],
        range[1],
        comparison.median(contender, Sample::processMicros),
        comparison.median(contender, Sample::serverMicros),
        comparison.median(contender, sample -> sample.latencyMillis(50)),
        comparison.median(contender, sample -> sample.latencyMillis(99)));
  }
}
