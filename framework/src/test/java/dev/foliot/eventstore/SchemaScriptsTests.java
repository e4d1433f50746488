package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of all modules, as text. */
class SchemaScriptsTests {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TABLE =
      Pattern.compile("(?s)create table if not exists (\\w+) \\((.*?)\\n\\)[^;\\n]*;");
  private static final Pattern COLUMN =
      Pattern.compile("(?m)^  (?!primary |constraint |check |--)(\\w+) ");

  /** Takes the place of PostgreSQL's identity. */
  private static final String ONLY_ON_H2 = "foliot_position";

  static List<Path> ofH2() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 8)) {
      return files
          .filter(
              file -> file.toString().matches(".*/src/main/resources/dev/foliot/schema/.*-h2.sql"))
          .sorted()
          .toList();
    }
  }

  /** H2 keeps the values of IN in the session that creates the table, and that session ends. */
  @ParameterizedTest
  @MethodSource("ofH2")
  void noCheckUsesIn(Path script) throws IOException {
    List<String> checks =
        Files.readString(script)
            .toLowerCase(Locale.ROOT)
            .lines()
            .filter(line -> line.contains("check ("))
            .toList();

    assertThat(checks).isNotEmpty().noneMatch(check -> check.contains(" in ("));
  }

  @ParameterizedTest
  @MethodSource("ofH2")
  void bothDatabasesHaveTheSameColumns(Path script) throws IOException {
    Path other = script.resolveSibling(script.getFileName().toString().replace("h2", "postgresql"));

    Map<String, List<String>> onH2 = columnsByTable(script);
    onH2.remove(ONLY_ON_H2);

    assertThat(onH2).isNotEmpty().isEqualTo(columnsByTable(other));
  }

  @ParameterizedTest
  @MethodSource("ofH2")
  void theGuideExplainsEveryTable(Path script) throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/schema.md"));

    assertThat(columnsByTable(script).keySet())
        .allSatisfy(table -> assertThat(guide).contains("\n| `" + table + "` |"));
  }

  private static Map<String, List<String>> columnsByTable(Path script) throws IOException {
    Map<String, List<String>> tables = new TreeMap<>();
    TABLE
        .matcher(Files.readString(script))
        .results()
        .forEach((MatchResult table) -> tables.put(table.group(1), columns(table.group(2))));
    return tables;
  }

  private static List<String> columns(String body) {
    return COLUMN.matcher(body).results().map(column -> column.group(1)).toList();
  }
}
