package dev.foliot.benchmarks;

import dev.foliot.benchmarks.measure.Comparison;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.workload.CatchUp;
import dev.foliot.benchmarks.workload.Commands;
import dev.foliot.benchmarks.workload.Imports;
import dev.foliot.benchmarks.workload.LongAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * Runs the workloads and writes {@code performance.md} and a chart beside it. Arguments: {@code
 * --long} for the long form, {@code --only=W1,W4} for some workloads, {@code --on=h2,durable,fast}
 * for some databases, {@code --output=directory}.
 */
public final class Benchmarks {
  private static final List<Workload> WORKLOADS =
      List.of(new Commands(), new CatchUp(), new Imports(), new LongAccount());

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    var arguments = new DefaultApplicationArguments(args);
    Size size = arguments.containsOption("long") ? Size.LONG : Size.SHORT;
    List<String> only = listOf(arguments, "only", "W");
    List<String> on = listOf(arguments, "on", "h2,durable");
    Path output = Path.of(listOf(arguments, "output", "target").get(0));

    List<Comparison> comparisons = new ArrayList<>();
    for (String name : on) {
      try (Database database = databaseOf(name).get()) {
        for (Workload workload : WORKLOADS) {
          if (only.stream().anyMatch(workload.name()::startsWith)) {
            comparisons.add(run(workload, database, size));
          }
        }
      }
    }
    new Report(WORKLOADS, comparisons, size).writeTo(output);
  }

  private static List<String> listOf(
      DefaultApplicationArguments arguments, String option, String standard) {
    List<String> given = arguments.getOptionValues(option);
    return List.of((given == null ? standard : given.get(0)).split(",", -1));
  }

  private static Supplier<Database> databaseOf(String name) {
    return switch (name) {
      case "h2" -> Database::h2;
      case "durable" -> () -> Database.postgres(true);
      case "fast" -> () -> Database.postgres(false);
      default ->
          throw new IllegalArgumentException(
              "--on=%s is unknown: expected h2, durable or fast".formatted(name));
    };
  }

  private static Comparison run(Workload workload, Database database, Size size) {
    List<Contender> contenders = workload.contenders(database, size);
    try {
      Comparison comparison =
          Comparison.of(
              workload.name(), database.name(), contenders, size.warmUps(), size.rounds());
      System.out.println(Report.line(comparison));
      return comparison;
    } finally {
      contenders.forEach(Contender::close);
    }
  }
}
