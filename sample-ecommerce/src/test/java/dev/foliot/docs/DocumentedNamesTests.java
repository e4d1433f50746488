package dev.foliot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link, type and table that a page names exists. */
class DocumentedNamesTests {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]*)(?:#([^)]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern TYPE = Pattern.compile("`@?([A-Z][a-z]+(?:[A-Z][a-z]*)+)(?=[`(.<])");
  private static final Pattern TABLE = Pattern.compile("`(foliot_[a-z_]+)`");
  private static final Pattern DECLARED =
      Pattern.compile(
          "\\b(?:class|record|interface|enum) (\\w+)|^import .*?(\\w+);$", Pattern.MULTILINE);

  /** Types of Java, Spring and other frameworks that the source code does not import. */
  private static final Set<String> FOREIGN =
      Set.of(
          "AggregateTestFixture",
          "ApplicationEventPublisher",
          "ApplicationModuleListener",
          "ApplicationModules",
          "ApplicationRunner",
          "DataJdbcTest",
          "DataJpaTest",
          "DynamicPropertySource",
          "IllegalArgumentException",
          "IllegalStateException",
          "IncompleteEventPublications",
          "JdbcTest",
          "JsonAlias",
          "MariaDB",
          "MySQL",
          "ObservationPredicate",
          "PostConstruct",
          "PostgreSQL",
          "PreAuthorize",
          "QueryGateway",
          "RowExclusiveLock",
          "ServiceConnection",
          "StatelessSession",
          "TestComponent",
          "WebMvcTest");

  private static final Set<String> TYPES = declared();

  static List<Path> pages() {
    return Stream.concat(
            files("docs", ".md"), Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkHasATarget(Path page) {
    assertThat(CODE.matcher(read(page)).replaceAll(""))
        .satisfies(text -> assertThat(brokenLinks(page, text)).isEmpty());
  }

  private static List<String> brokenLinks(Path page, String text) {
    return LINK.matcher(text)
        .results()
        .filter(link -> !hasTarget(page, link))
        .map(MatchResult::group)
        .toList();
  }

  private static boolean hasTarget(Path page, MatchResult link) {
    Path file = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
    return Files.exists(file)
        && (link.group(2) == null || anchors(read(file)).contains(link.group(2)));
  }

  /** As GitHub makes them. */
  private static Set<String> anchors(String text) {
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTypeExists(Path page) {
    assertThat(named(TYPE, page)).filteredOn(name -> !TYPES.contains(name)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTableExists(Path page) {
    String schema =
        Stream.of("framework", "workflow")
            .flatMap(module -> files(module + "/src/main/resources/dev/foliot/schema", "-h2.sql"))
            .map(DocumentedNamesTests::read)
            .collect(Collectors.joining());

    assertThat(named(TABLE, page))
        .allSatisfy(table -> assertThat(schema).containsPattern("\\b" + table + "\\b"));
  }

  @Test
  void findsBrokenNames() {
    String text = "[a](absent.md), [b](README.md#absent), `AbsentType`, `foliot_absent`";
    Path page = ROOT.resolve("README.md");

    assertThat(brokenLinks(page, text)).hasSize(2);
    assertThat(TYPE.matcher(text).results().map(type -> type.group(1)))
        .containsExactly("AbsentType")
        .noneMatch(TYPES::contains);
    assertThat(TABLE.matcher(text).results()).hasSize(1);
  }

  private static Set<String> named(Pattern pattern, Path page) {
    return pattern
        .matcher(CODE.matcher(read(page)).replaceAll(""))
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> declared() {
    Set<String> names =
        Stream.of("framework", "workflow", "framework-test", "sample-ecommerce", "benchmarks")
            .flatMap(module -> files(module + "/src", ".java"))
            .flatMap(file -> DECLARED.matcher(read(file)).results())
            .map(name -> name.group(1) != null ? name.group(1) : name.group(2))
            .collect(Collectors.toSet());
    names.addAll(FOREIGN);
    return names;
  }

  private static Stream<Path> files(String folder, String suffix) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
