package dev.foliot.test;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the differences of two objects, at any depth. Objects of the application's classes are
 * compared field by field, even where their {@code equals} looks at the id only or is missing;
 * transient fields do not count. Lists are compared by position, maps by key, and it does not
 * matter which class of list, set or map it is.
 */
final class Differences {
  private final List<Difference> found = new ArrayList<>();

  /**
   * Pairs that are being compared already, so that the comparison of objects that refer to each
   * other ends.
   */
  private final Set<Pair> begun;

  private record Pair(Object expected, Object actual) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair pair && pair.expected == expected && pair.actual == actual;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(expected) + System.identityHashCode(actual);
    }
  }

  private Differences(Set<Pair> begun) {
    this.begun = begun;
  }

  /** All differences; empty if the objects are the same. */
  static List<Difference> between(@Nullable Object expected, @Nullable Object actual) {
    Differences differences = new Differences(new HashSet<>());
    differences.compare("", expected, actual);
    return differences.found;
  }

  private boolean same(@Nullable Object one, @Nullable Object other) {
    Differences differences = new Differences(new HashSet<>(begun));
    differences.compare("", one, other);
    return differences.found.isEmpty();
  }

  private void compare(String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected == actual) {
      return;
    }
    if (expected == null || actual == null) {
      found.add(new Difference(path, expected, actual));
      return;
    }
    Shape shape = Shape.of(expected.getClass());
    if (Shape.of(actual.getClass()).kind() != shape.kind()) {
      found.add(new Difference(path, expected, actual));
      return;
    }
    switch (shape.kind()) {
      case ORDERED -> compareOrdered(path, list(expected), list(actual));
      case ARRAY ->
          compareOrdered(path, Difference.elements(expected), Difference.elements(actual));
      case SET -> compareSets(path, (Set<?>) expected, (Set<?>) actual);
      case MAP -> compareMaps(path, (Map<?, ?>) expected, (Map<?, ?>) actual);
      case OPTIONAL -> compare(path, content(expected), content(actual));
      case VALUE -> compareBy(expected.equals(actual), path, expected, actual);
      case TEXT -> compareBy(text(expected).equals(text(actual)), path, expected, actual);
      case OPAQUE -> compareBy(expected.getClass() == actual.getClass(), path, expected, actual);
      case FIELDS -> compareFields(shape.fields(), path, expected, actual);
    }
  }

  private void compareBy(boolean same, String path, Object expected, Object actual) {
    if (!same) {
      found.add(new Difference(path, expected, actual));
    }
  }

  /** Its text without the identity of the object, which the text of a lock begins with. */
  private static String text(Object value) {
    String identity = "@" + Integer.toHexString(System.identityHashCode(value));
    return value.toString().replace(identity, "");
  }

  private static List<@Nullable Object> list(Object collection) {
    return new ArrayList<>((Collection<?>) collection);
  }

  private static Object content(Object optional) {
    Object content = ((Optional<?>) optional).orElse(null);
    return content == null ? Difference.NOTHING : content;
  }

  private void compareFields(List<Field> fields, String path, Object expected, Object actual) {
    if (expected.getClass() != actual.getClass()) {
      found.add(new Difference(path, expected, actual));
    } else if (begun.add(new Pair(expected, actual))) {
      for (Field field : fields) {
        String deeper = path.isEmpty() ? field.getName() : path + "." + field.getName();
        compare(deeper, Shape.read(field, expected), Shape.read(field, actual));
      }
    }
  }

  private void compareOrdered(
      String path,
      List<? extends @Nullable Object> expected,
      List<? extends @Nullable Object> actual) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      compare(path + "[" + i + "]", at(expected, i), at(actual, i));
    }
  }

  private static @Nullable Object at(List<? extends @Nullable Object> list, int index) {
    return index < list.size() ? list.get(index) : Difference.NOTHING;
  }

  private void compareSets(String path, Set<?> expected, Set<?> actual) {
    List<@Nullable Object> missing = without(expected, actual);
    List<@Nullable Object> unexpected = without(actual, expected);
    for (int i = 0; i < Math.max(missing.size(), unexpected.size()); i++) {
      found.add(new Difference(path + "[]", at(missing, i), at(unexpected, i)));
    }
  }

  private List<@Nullable Object> without(Set<?> all, Set<?> others) {
    List<@Nullable Object> rest = new ArrayList<>();
    for (Object each : all) {
      if (find(each, others) == Difference.NOTHING) {
        rest.add(each);
      }
    }
    return rest;
  }

  private void compareMaps(String path, Map<?, ?> expected, Map<?, ?> actual) {
    expected.forEach(
        (key, value) -> {
          Object other = find(key, actual.keySet());
          compare(at(path, key), value, other == Difference.NOTHING ? other : actual.get(other));
        });
    actual.forEach(
        (key, value) -> {
          if (find(key, expected.keySet()) == Difference.NOTHING) {
            compare(at(path, key), Difference.NOTHING, value);
          }
        });
  }

  private static String at(String path, @Nullable Object key) {
    return path + "[" + key + "]";
  }

  /** The element that is the same, or {@link Difference#NOTHING}. */
  private @Nullable Object find(@Nullable Object wanted, Set<?> elements) {
    if (wanted != null && Shape.of(wanted.getClass()).kind() == Shape.Kind.VALUE) {
      return elements.contains(wanted) ? wanted : Difference.NOTHING;
    }
    for (Object each : elements) {
      if (same(wanted, each)) {
        return each;
      }
    }
    return Difference.NOTHING;
  }
}
