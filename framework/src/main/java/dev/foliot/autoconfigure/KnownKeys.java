package dev.foliot.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The keys below {@code foliot} that Foliot or a module reads. */
final class KnownKeys {
  /** Stands for a name that the application chooses. */
  private static final String ANY = "<name>";

  /** Read by {@code foliot-spring-boot-starter-test}. */
  private static final List<String> OF_TEST_STARTER =
      List.of("foliot.test.active", "foliot.test.clean", "foliot.test.database");

  /** Read by the starter from the system properties only: a simulation has no environment. */
  private static final List<String> OF_JVM =
      List.of("foliot.simulation.seed", "foliot.simulation.seeds");

  private KnownKeys() {}

  /** Computed only for an unknown key, since it needs reflection. */
  private static List<List<String>> keys() {
    return Stream.of(
            below("foliot", FoliotProperties.class),
            OF_TEST_STARTER.stream(),
            OF_JVM.stream(),
            ModuleKeys.onTheClassPath().names())
        .flatMap(names -> names)
        .map(key -> List.of(key.split("\\.")))
        .toList();
  }

  private static Stream<String> below(String prefix, Class<?> properties) {
    return Stream.of(properties.getRecordComponents())
        .flatMap(
            component ->
                key(
                    prefix + "." + DataObjectPropertyName.toDashedForm(component.getName()),
                    component));
  }

  private static Stream<String> key(String key, RecordComponent component) {
    if (component.getType().isRecord()) {
      return below(key, component.getType());
    }
    if (component.getType() == Map.class
        && component.getGenericType() instanceof ParameterizedType map
        && map.getActualTypeArguments()[1] instanceof Class<?> value) {
      return below(key + "." + ANY, value);
    }
    return Stream.of(key);
  }

  /** Whether the test starter or a module reads it; Foliot's own properties do not bind it. */
  static boolean isReadElsewhere(ConfigurationPropertyName name) {
    return isIn(OF_TEST_STARTER, name) || ModuleKeys.onTheClassPath().include(name);
  }

  /** Whether a property is read from the system properties only. */
  static boolean isOfJvm(ConfigurationPropertyName name) {
    return isIn(OF_JVM, name);
  }

  private static boolean isIn(List<String> keys, ConfigurationPropertyName name) {
    return keys.stream().map(ConfigurationPropertyName::of).anyMatch(name::equals);
  }

  /** The place where an unknown key differs from the known ones, and the known keys there. */
  static String nextTo(ConfigurationPropertyName unknown) {
    List<String> elements =
        IntStream.range(0, unknown.getNumberOfElements())
            .mapToObj(i -> unknown.getElement(i, Form.DASHED))
            .toList();
    List<List<String>> keys = keys();
    int common = keys.stream().mapToInt(key -> common(key, elements)).max().orElse(0);
    List<String> known =
        keys.stream()
            .filter(key -> key.size() > common && common(key, elements) == common)
            .map(key -> key.get(common))
            .distinct()
            .sorted()
            .toList();
    String place = String.join(".", elements.subList(0, Math.min(common, elements.size())));
    return known.isEmpty()
        ? "%s has nothing below it".formatted(place)
        : "known below %s are %s%s".formatted(place, known, hint(keys, elements, common));
  }

  /** A chosen name with a dot looks like two elements of the key. */
  private static String hint(List<List<String>> keys, List<String> elements, int common) {
    boolean behindName =
        keys.stream()
            .filter(key -> common(key, elements) == common)
            .anyMatch(key -> common > 0 && key.get(common - 1).equals(ANY));
    return behindName && elements.size() > common + 1
        ? "; a name with a dot is written in brackets, such as [%s.%s]"
            .formatted(elements.get(common - 1), elements.get(common))
        : "";
  }

  private static int common(List<String> known, List<String> elements) {
    int common = 0;
    while (common < known.size()
        && common < elements.size()
        && (known.get(common).equals(ANY) || known.get(common).equals(elements.get(common)))) {
      common++;
    }
    return common;
  }

  /** Whether an environment variable may mean one of them: dots and dashes look the same in it. */
  static boolean mayBeMeantBy(String variable) {
    String letters = letters(variable);
    return keys().stream()
        .filter(key -> !OF_JVM.contains(String.join(".", key)))
        .anyMatch(key -> mayMean(letters, key));
  }

  private static boolean mayMean(String variable, List<String> key) {
    int chosen = key.indexOf(ANY);
    return chosen < 0
        ? variable.replaceAll("\\d+$", "").equals(letters(String.join("", key)))
        : variable.startsWith(letters(String.join("", key.subList(0, chosen))));
  }

  private static String letters(String text) {
    return text.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
