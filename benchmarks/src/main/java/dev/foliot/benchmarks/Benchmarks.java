package dev.foliot.benchmarks;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.hotpath.MeasureHotPaths;
import dev.foliot.benchmarks.measure.Comparison;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.workload.Size;
import dev.foliot.benchmarks.workload.Workload;
import dev.foliot.benchmarks.workload.Workloads;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * Runs the workloads and writes {@code performance.md} and a chart beside it. Arguments: {@code
 * --long} or {@code --tiny} for the long form or one that only shows that it runs, {@code
 * --only=W1,T,J} for those whose names begin so (J are the hot paths, which the short form leaves
 * out), {@code --on=h2,durable,fast} for some databases, {@code --rebuilt=1000000} for the number
 * of events that a projection is rebuilt from, {@code --output=directory}.
 */
public final class Benchmarks {
  private static final String HOT_PATHS = "J hot paths";

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    var arguments = new DefaultApplicationArguments(args);
    Size size = sizeOf(arguments);
    List<String> only = listOf(arguments, "only", size.only());

    Path output = Path.of(listOf(arguments, "output", List.of("target")).get(0));

    Report report = new Report(size);
    for (String name : listOf(arguments, "on", List.of("h2", "durable"))) {
      try (Database database = databaseOf(name)) {
        report.add(database);
        System.out.println(database.settings());
        for (Workload workload : workloads(only, database)) {
          Comparison comparison = run(workload, database, size);
          System.out.println(Report.rows(comparison));
          report.add(workload, comparison);
          report.writeTo(output); // of a run that is stopped too
        }
      }
    }
    if (only.stream().anyMatch(HOT_PATHS::startsWith)) {
      report.add(MeasureHotPaths.nanos(size.rounds()));
    }
    report.writeTo(output);
    System.out.println(report.markdown());
    System.out.println("Written: " + output.resolve("performance.md").toAbsolutePath());
  }

  private static List<Workload> workloads(List<String> only, Database database) {
    return Workloads.ALL.stream()
        .filter(workload -> only.stream().anyMatch(begin -> begins(workload.name(), begin)))
        .filter(workload -> workload.runsOn(database))
        .toList();
  }

  /** W1 is no beginning of W10. */
  private static boolean begins(String name, String begin) {
    return name.matches(Pattern.quote(begin) + "(?:(?<!\\d)|(?!\\d)).*");
  }

  private static List<String> listOf(
      DefaultApplicationArguments arguments, String option, List<String> standard) {
    List<String> given = arguments.getOptionValues(option);
    return given == null ? standard : List.of(given.get(0).split(",", -1));
  }

  private static Size sizeOf(DefaultApplicationArguments arguments) {
    Size size =
        arguments.containsOption("tiny")
            ? Size.TINY
            : arguments.containsOption("long") ? Size.LONG : Size.SHORT;
    List<String> rebuilt = listOf(arguments, "rebuilt", List.of());
    return rebuilt.isEmpty() ? size : size.rebuilding(Integer.parseInt(rebuilt.get(0)));
  }

  private static Database databaseOf(String name) {
    return switch (name) {
      case "h2" -> Database.h2();
      case "durable" -> Database.postgres(true);
      case "fast" -> Database.postgres(false);
      default ->
          throw new IllegalArgumentException(
              "--on=%s is unknown: expected h2, durable or fast".formatted(name));
    };
  }

  private static Comparison run(Workload workload, Database database, Size size) {
    List<Contender> contenders = workload.contenders(database, size);
    try {
      return Comparison.of(workload.name(), database.name(), workload.figure())
          .run(contenders, workload.warmUp(size), workload.rounds(size));
    } finally {
      contenders.forEach(Contender::close);
    }
  }
}
