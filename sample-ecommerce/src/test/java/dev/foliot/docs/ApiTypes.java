package dev.foliot.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The types of the modules that applications use. The API is what is public and not marked as
 * internal, by {@code @API}.
 */
final class ApiTypes {
  private static final Pattern PUBLIC = Pattern.compile("(?m)^public ");
  private static final Pattern INTERNAL = Pattern.compile("(?m)^@API\\(");
  private static final Map<String, String> SOURCES = sources();

  private ApiTypes() {}

  private static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (String module : List.of("framework", "workflow", "framework-test")) {
      Path root = Path.of("..", module, "src/main/java");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.');
          sources.put(name.substring(0, name.lastIndexOf('.')), Files.readString(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  /** The sources of types that are marked as internal, by their names. */
  static Map<String, String> internal() {
    Map<String, String> internal = new TreeMap<>(SOURCES);
    internal.values().removeIf(source -> !INTERNAL.matcher(source).find());
    return internal;
  }

  /** The types of the API that are not in another type, by their names. */
  static List<Class<?>> topLevel() {
    return SOURCES.keySet().stream()
        .filter(ApiTypes::isTopLevelApi)
        .<Class<?>>map(ApiTypes::load)
        .toList();
  }

  private static boolean isTopLevelApi(String name) {
    String source = SOURCES.getOrDefault(name, "");
    return PUBLIC.matcher(source).find() && !INTERNAL.matcher(source).find();
  }

  /** All types of the API. */
  static Stream<Class<?>> all() {
    return topLevel().stream().flatMap(ApiTypes::withNested);
  }

  private static Stream<Class<?>> withNested(Class<?> type) {
    return Stream.concat(
        Stream.of(type),
        Stream.of(type.getDeclaredClasses())
            .filter(ApiTypes::isOffered)
            .flatMap(ApiTypes::withNested));
  }

  private static boolean isOffered(Class<?> nested) {
    return (nested.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        && !isMarked(nested);
  }

  /** Whether a type or member is marked as internal. */
  static boolean isMarked(AnnotatedElement element) {
    return Stream.of(element.getAnnotations())
        .anyMatch(each -> each.annotationType().getSimpleName().equals("API"));
  }

  /** Whether a type of these modules is in the API. */
  static boolean isApi(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? isTopLevelApi(type.getName()) : isOffered(type) && isApi(outer);
  }

  static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ApiTypes.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
