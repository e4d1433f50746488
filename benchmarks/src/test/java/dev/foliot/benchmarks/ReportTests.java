package dev.foliot.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Comparison;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.measure.WarmUp;
import dev.foliot.benchmarks.workload.Size;
import dev.foliot.benchmarks.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {
  private final Workload counting = new Counting();
  private final Database database = Database.h2();
  private final Report report = new Report(Size.TINY);

  @Test
  void hasARowForEachContender() {
    report.add(database);
    report.add(counting, compared());

    assertThat(report.markdown())
        .contains(
            "| W0 counting | JDBC | 2,000 | 1.00 (1.00–1.00) | operations/s | – | 500 | – | – | – | 0 |\n"
                + "| W0 counting | Foliot | 1,000 | 0.50 (0.50–0.50) | operations/s | – | 1,000 | – | – | – | 0 |\n")
        .contains("- **W0 counting**: counts & counts\n")
        .contains("Medians of 1 rounds");
  }

  @Test
  void saysWhereItWasMeasured() {
    report.add(database);

    assertThat(report.markdown())
        .contains("# Measured: the tiny form\n\nOn ", " cores, ")
        .contains("## H2 in memory\n\nH2 2.")
        .contains(" in memory, in the JVM that measures");
  }

  @Test
  void putsEachHotPathBesideTheSameByHand() {
    report.add(new TreeMap<>(Map.of("read", 300.0, "readByHand", 200.0, "write", 1_234.4)));

    assertThat(report.markdown())
        .endsWith(
            """
            |---|--:|--:|--:|
            | read | 300 | 200 | 1.50 |
            | write | 1,234 | – | – |
            """);
  }

  @Test
  void writesTableAndChart(@TempDir Path directory) throws Exception {
    report.add(counting, compared());

    report.writeTo(directory);

    assertThat(Files.readString(directory.resolve("performance.md"))).isEqualTo(report.markdown());
    assertThat(Files.readString(directory.resolve("performance.svg")))
        .startsWith("<svg ")
        .contains("W0 counting, H2 in memory: Foliot (operations/s)</text>", ">0.50</text>")
        .endsWith("</svg>\n");
  }

  @Test
  void showsThreeDigits() {
    assertThat(Report.number(12_345.6)).isEqualTo("12,346");
    assertThat(Report.number(12.345)).isEqualTo("12.3");
    assertThat(Report.number(0.1234)).isEqualTo("0.12");
    assertThat(Report.number(0)).isEqualTo("0.00");
  }

  @Test
  void showsADashForWhatWasNotTaken() {
    assertThat(Report.number(Double.NaN)).isEqualTo("–");
  }

  private Comparison compared() {
    return Comparison.of(counting.name(), database.name(), counting.figure())
        .run(List.of(contender("JDBC", 2_000), contender("Foliot", 1_000)), WarmUp.NONE, 1);
  }

  private static Contender contender(String name, long perSecond) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Sample turn() {
        Duration second = Duration.ofSeconds(1);
        return new Sample(perSecond, second, second, Duration.ZERO, Stopwatch.noLatencies());
      }

      @Override
      public void close() {}
    };
  }

  private static final class Counting implements Workload {
    @Override
    public String name() {
      return "W0 counting";
    }

    @Override
    public String description() {
      return "counts & counts";
    }

    @Override
    public Figure figure() {
      return Figure.OPERATIONS_PER_SECOND;
    }

    @Override
    public List<Contender> contenders(Database database, Size size) {
      return List.of();
    }
  }
}
