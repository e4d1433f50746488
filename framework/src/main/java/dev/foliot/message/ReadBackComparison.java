package dev.foliot.message;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether an object that was read from JSON holds the same as the one that was written. */
final class ReadBackComparison {
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          List<Field> found = new ArrayList<>();
          for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Stream.of(each.getDeclaredFields())
                .filter(ReadBackComparison::isSeen)
                .forEach(found::add);
          }
          return List.copyOf(found);
        }
      };

  private final Function<Object, String> keyName;

  private ReadBackComparison(Function<Object, String> keyName) {
    this.keyName = keyName;
  }

  /**
   * The first place where they differ, without the values and keys, which may be personal data;
   * empty if they are the same.
   */
  static Optional<String> difference(Object written, Object read) {
    ReadBackComparison comparison = new ReadBackComparison(key -> "[]");
    return Optional.ofNullable(
        comparison.compare(written.getClass().getSimpleName(), written, read));
  }

  /** As {@link #difference}, with the keys of maps. */
  static Optional<String> differenceWithKeys(String path, Object written, Object read) {
    ReadBackComparison comparison = new ReadBackComparison(key -> "." + key);
    return Optional.ofNullable(comparison.compare(path, written, read));
  }

  private @Nullable String compare(String path, @Nullable Object one, @Nullable Object two) {
    if (one == two || (isNothing(one) && isNothing(two))) {
      return null;
    }
    if (one == null || two == null) {
      return differ(path, one, two);
    }
    if (one instanceof Optional<?> optional && two instanceof Optional<?> again) {
      return compare(path, optional.orElse(null), again.orElse(null));
    }
    if (one instanceof JsonNode tree && two instanceof JsonNode again) {
      return tree.equals(ReadBackComparison::compareLeaves, again) ? null : differ(path, one, two);
    }
    if (one instanceof Map.Entry<?, ?> entry && two instanceof Map.Entry<?, ?> again) {
      String found = compare(path + ".key", entry.getKey(), again.getKey());
      return found != null ? found : compare(path + ".value", entry.getValue(), again.getValue());
    }
    if (one instanceof Map<?, ?> map && two instanceof Map<?, ?> again) {
      return compareMaps(path, map, again);
    }
    if (one instanceof Set<?> set && two instanceof Set<?> again) {
      boolean same = set.equals(again) || (set.size() == again.size() && isIn(set, again));
      return same ? null : differ(path, one, two);
    }
    if (one instanceof Collection<?> all && two instanceof Collection<?> again) {
      return compareAll(path, all, again);
    }
    if (one.getClass() != two.getClass()) {
      return differ(path, one, two);
    }
    if (one.getClass().isArray()) {
      return compareAll(path, elements(one), elements(two));
    }
    if (one.getClass().isRecord() || !hasEquals(one.getClass())) {
      return compareFields(path, one, two);
    }
    return one.equals(two) ? null : differ(path, one, two);
  }

  /** JSON does not keep the class of a number: 5 may have been an int or a long. */
  private static int compareLeaves(JsonNode one, JsonNode two) {
    return one.isNumber() && two.isNumber()
        ? new BigDecimal(one.toString()).compareTo(new BigDecimal(two.toString()))
        : one.toString().compareTo(two.toString());
  }

  /** An optional component may be null, and comes back empty. */
  static boolean isNothing(@Nullable Object value) {
    return value == null
        || value.equals(Optional.empty())
        || value.equals(OptionalInt.empty())
        || value.equals(OptionalLong.empty())
        || value.equals(OptionalDouble.empty());
  }

  private static String differ(String path, @Nullable Object one, @Nullable Object two) {
    String was = describe(one);
    String is = describe(two);
    return was.equals(is)
        ? "%s would come back as another %s".formatted(path, was)
        : "%s is %s and would come back as %s".formatted(path, was, is);
  }

  private static String describe(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  private @Nullable String compareMaps(String path, Map<?, ?> one, Map<?, ?> two) {
    if (!one.keySet().equals(two.keySet())) {
      return path + " would come back with other keys";
    }
    return one.keySet().stream()
        .map(key -> compare(path + keyName.apply(key), one.get(key), two.get(key)))
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  private @Nullable String compareAll(String path, Collection<?> one, Collection<?> two) {
    if (one.size() != two.size()) {
      return path + " would come back with another number of elements";
    }
    Iterator<?> others = two.iterator();
    for (Object each : one) {
      String found = compare(path + "[]", each, others.next());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Elements may have no {@code equals}. */
  private boolean isIn(Set<?> all, Set<?> others) {
    return all.stream()
        .allMatch(each -> others.stream().anyMatch(other -> compare("", each, other) == null));
  }

  private static Collection<@Nullable Object> elements(Object array) {
    return IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i)).toList();
  }

  private static boolean hasEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private @Nullable String compareFields(String path, Object one, Object two) {
    for (Field field : fields(one.getClass())) {
      String found = compare(path + "." + field.getName(), read(field, one), read(field, two));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The fields of a class and its superclasses that are stored and accessible. */
  static List<Field> fields(Class<?> type) {
    return FIELDS.get(type);
  }

  private static boolean isSeen(Field field) {
    return (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
        && !field.isSynthetic()
        && field.trySetAccessible();
  }

  static @Nullable Object read(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read " + field, e);
    }
  }
}
