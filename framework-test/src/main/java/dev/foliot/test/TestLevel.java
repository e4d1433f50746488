package dev.foliot.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * How the application of an annotated test runs. There is one constant for each kind of context,
 * and test classes of one level share a context. It overrides the application's configuration, but
 * not the properties that a test sets itself.
 */
enum TestLevel implements ContextCustomizer {
  SYNC_FLOW("sync"),
  ENGINE("async");

  /** Switches {@link FoliotTestAutoConfiguration} on. */
  static final String PROPERTY = "foliot.test.active";

  private static final String URL = "spring.datasource.url";

  /**
   * The name of a database that all contexts of the JVM would share. But each context needs its own
   * database.
   */
  private static final Pattern NAMED_IN_MEMORY = Pattern.compile("^jdbc:h2:mem:[^;]+");

  private static final String OF_THE_TEST = "Inlined Test Properties";

  private final String eventProcessing;

  TestLevel(String eventProcessing) {
    this.eventProcessing = eventProcessing;
  }

  private Map<String, Object> properties(Environment application) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(PROPERTY, true);
    properties.put("foliot.event-processing", eventProcessing);
    properties.put("foliot.engine.enabled", false);
    properties.put("foliot.engine.notifications", false);
    properties.put("spring.datasource.connection-fetch", "lazy");
    String url = application.getProperty(URL, "");
    if (NAMED_IN_MEMORY.matcher(url).find()) {
      properties.put(URL, NAMED_IN_MEMORY.matcher(url).replaceFirst("$0-" + UUID.randomUUID()));
    }
    return properties;
  }

  @Override
  public void customizeContext(
      ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
    MutablePropertySources sources = context.getEnvironment().getPropertySources();
    MapPropertySource own =
        new MapPropertySource("foliotTest", properties(context.getEnvironment()));
    if (sources.contains(OF_THE_TEST)) {
      sources.addAfter(OF_THE_TEST, own);
    } else {
      sources.addFirst(own);
    }
  }

  /**
   * Returns the level of a test class, and the tables that its annotation keeps; empty for any
   * other test.
   */
  static Optional<Annotated> of(Class<?> testClass) {
    SyncFlowTest sync =
        TestContextAnnotationUtils.findMergedAnnotation(testClass, SyncFlowTest.class);
    EngineTest engine =
        TestContextAnnotationUtils.findMergedAnnotation(testClass, EngineTest.class);
    if (sync != null && engine != null) {
      throw new IllegalStateException(
          "%s is both a @SyncFlowTest and an @EngineTest. Keep one of them."
              .formatted(testClass.getName()));
    }
    if (sync != null) {
      return Optional.of(new Annotated(SYNC_FLOW, List.of(sync.keep())));
    }
    return Optional.ofNullable(engine).map(each -> new Annotated(ENGINE, List.of(each.keep())));
  }

  /**
   * The settings of a test class.
   *
   * @param keep the tables that are not cleaned
   */
  record Annotated(TestLevel level, List<String> keep) {}

  /** Finds the level of each test class. */
  static final class Factory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
        Class<?> testClass, List<ContextConfigurationAttributes> configurations) {
      return of(testClass).map(Annotated::level).orElse(null);
    }
  }
}
