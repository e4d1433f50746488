package dev.foliot.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.foliot.autoconfigure.FoliotProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every property that the guides show exists, and takes the value that they show. */
class DocumentedPropertiesTests {
  private static final Pattern BLOCK =
      Pattern.compile("```(yaml|properties)\\n(.*?)```", Pattern.DOTALL);
  private static final String GROUPS = "(?:foliot|spring|server|management|logging)";
  private static final Pattern SHOWN =
      Pattern.compile("[`\"](" + GROUPS + "\\.[a-z0-9._-]+)(?:=|: )([^`\",…]+)[`\"]");
  private static final Pattern NAMED =
      Pattern.compile("`((?:spring|server|management|logging)\\.[a-z0-9._-]+[a-z])`");

  /** Types by key, of everything on the class path. */
  private static final Map<String, String> KNOWN = known();

  /** Read by the test starter, which binds no class. */
  private static final List<String> OF_TEST_STARTER =
      List.of("foliot.test.database", "foliot.test.clean");

  static Stream<Path> guides() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
      return Stream.concat(docs.toList().stream(), Stream.of(Path.of("..", "README.md")))
          .filter(path -> path.toString().endsWith(".md"))
          .sorted();
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void everyPropertyCanBeBound(Path guide) {
    String text = read(guide);
    Map<String, Object> properties = new LinkedHashMap<>();
    blocks(text).forEach(properties::putAll);
    SHOWN.matcher(text).results().forEach(each -> properties.put(each.group(1), each.group(2)));

    assertThat(properties)
        .allSatisfy((key, value) -> assertThat(key).satisfies(it -> check(it, value)));
  }

  @ParameterizedTest
  @MethodSource("guides")
  void everyKeyThatIsNamedExists(Path guide) {
    assertThat(NAMED.matcher(read(guide)).results().map(each -> each.group(1)))
        .allSatisfy(key -> assertThat(typeOf(key)).as(key).isNotNull());
  }

  @Test
  void findsThePropertiesOfTheGuides() {
    assertThat(blocks(read(Path.of("..", "README.md"))))
        .anySatisfy(block -> assertThat(block).containsKey("foliot.engine.batch-size"));
    assertThat(blocks(read(Path.of("..", "docs", "engine.md")))).hasSizeGreaterThan(1);
  }

  @Test
  void refusesWhatCannotBeBound() {
    assertThat(problem("spring.datasource.hikari.connection-timeout", "5s")).isNotNull();
    assertThat(problem("spring.datasource.hikari.conection-timeout", "5")).isNotNull();
    assertThat(problem("foliot.engine.batch-sise", "5")).isNotNull();
    assertThat(problem("foliot.engine.lease", "often")).isNotNull();
    assertThat(problem("foliot.workflow.thread", 5)).isNotNull();
    assertThat(problem("foliot.workflow.threads", "many")).isNotNull();
  }

  private static Throwable problem(String key, Object value) {
    return org.assertj.core.api.Assertions.catchThrowable(() -> check(key, value));
  }

  private static void check(String key, Object value) {
    if (key.startsWith("foliot.") && !key.startsWith("foliot.workflow.")) {
      if (!OF_TEST_STARTER.contains(key)) {
        bindFoliot(key, value);
      }
      return;
    }
    String type = typeOf(key);
    assertThat(type).as("type of " + key).isNotNull();
    if (!type.contains("<")) {
      assertThatCode(() -> convert(value, type)).as(key + "=" + value).doesNotThrowAnyException();
    }
  }

  private static void bindFoliot(String key, Object value) {
    var source = new MapConfigurationPropertySource(Map.of(key, value));
    new Binder(source)
        .bind(
            "foliot",
            Bindable.of(FoliotProperties.class),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, every -> true));
  }

  private static void convert(Object value, String type) throws ClassNotFoundException {
    Class<?> target = ClassUtils.forName(type, null);
    ApplicationConversionService.getSharedInstance().convert(value, target);
  }

  /** Of the key itself, or of the map that it is an entry of. */
  private static String typeOf(String key) {
    String found = KNOWN.get(key);
    for (int dot = key.lastIndexOf('.');
        found == null && dot > 0;
        dot = key.lastIndexOf('.', dot - 1)) {
      String parent = KNOWN.get(key.substring(0, dot));
      if (parent != null && (parent.contains("Map<") || parent.equals("java.util.Properties"))) {
        return "Map<?>";
      }
    }
    return found;
  }

  /** Those that configure an application; a change log of Liquibase does not. */
  private static List<Map<String, Object>> blocks(String text) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      if (!found.group(2).contains("databaseChangeLog")) {
        blocks.add(properties(found.group(2)));
      }
    }
    return blocks;
  }

  private static Map<String, Object> properties(String yaml) {
    Map<String, Object> properties = new LinkedHashMap<>();
    var resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
    try {
      for (PropertySource<?> source : new YamlPropertySourceLoader().load("guide", resource)) {
        for (String key : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
          properties.put(key, source.getProperty(key).toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private static Map<String, String> known() {
    Map<String, String> types = new HashMap<>();
    try {
      for (Resource metadata :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:META-INF/*spring-configuration-metadata.json")) {
        for (JsonNode property :
            JsonMapper.shared().readTree(metadata.getInputStream()).path("properties")) {
          types.merge(
              property.path("name").asString(),
              property.path("type").asString(""),
              (one, other) -> one.isEmpty() ? other : one);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types;
  }

  private static String read(Path guide) {
    try {
      return Files.readString(guide);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
