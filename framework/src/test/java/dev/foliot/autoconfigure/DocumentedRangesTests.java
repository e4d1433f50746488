package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Each range in {@code docs/configuration.md} is checked at the start. The tests of a module check
 * those of its keys.
 */
class DocumentedRangesTests {
  private final ApplicationContextRunner properties =
      new ApplicationContextRunner().withUserConfiguration(OnlyProperties.class);

  @EnableConfigurationProperties(FoliotProperties.class)
  static class OnlyProperties {}

  /** A row of the tables. */
  record Documented(String key, String type, String range) {
    /** A value outside of the range for each of its ends. */
    List<String> outside() {
      boolean duration = type.equals("duration");
      List<String> tooLong = duration ? List.of("36501d", "PT2562047788015215H30M7S") : List.of();
      return Stream.concat(tooLow(duration).stream(), tooLong.stream()).toList();
    }

    private List<String> tooLow(boolean duration) {
      return switch (range) {
        case "0 or more" -> List.of(duration ? "-1ms" : "-1");
        case "1 or more" -> List.of("0", "-1");
        case "more than 0" -> List.of("0s", "-1s");
        case "1 to 100" -> List.of("0", "101");
        case "0 to 1" -> List.of("-0.1", "1.1", "NaN");
        case "1s or more" -> List.of("999ms", "-1s");
        case "1s or more, less than 1h" -> List.of("999ms", "1h");
        case "`backfill`, `low`, `normal`, `high`, `critical`, or a number from -100 to 100" ->
            List.of("101", "-101", "highest");
        case "a header name" -> List.of("", " ", "Token Id", "Token:", "Jeton-é", "Token\nId");
        default -> throw new AssertionError("Nothing checks the range \"" + range + "\" of " + key);
      };
    }
  }

  static Stream<Documented> documented() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
        .filter(line -> line.startsWith("| `foliot.") && !line.startsWith("| `foliot.workflow."))
        .map(line -> line.split(" *\\| *"))
        .filter(cells -> cells.length > 4 && !cells[4].isBlank() && !cells[1].endsWith("*`"))
        .filter(cells -> !cells[1].endsWith(".start`"))
        .map(
            cells ->
                new Documented(
                    cells[1].replace("`", "").replace("<name>", "ledger"), cells[2], cells[4]));
  }

  @ParameterizedTest
  @MethodSource("documented")
  void refusesWhatIsOutsideOfTheRange(Documented property) {
    for (String value : property.outside()) {
      properties
          .withPropertyValues(property.key() + "=" + value)
          .run(
              context ->
                  assertThat(FoliotRunner.textOf(context))
                      .as(value)
                      .contains("The property " + property.key() + " must be "));
    }
  }

  @Test
  void readsTheWholeGuide() throws IOException {
    assertThat(documented()).hasSizeGreaterThan(35);
  }
}
