package dev.foliot.message;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Compares a state with its copy that was written as JSON and read again. Equal JSON is not enough:
 * a part may have another class, a map may have lost its order, and one object in two places may
 * have become two.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StateComparison {
  private final IdentityHashMap<Object, Object> counterparts = new IdentityHashMap<>();

  private StateComparison() {}

  /** The first place where they differ; empty if they are alike. */
  public static Optional<String> difference(Object state, Object again) {
    return Optional.ofNullable(new StateComparison().compare("", state, again));
  }

  private @Nullable String compare(String path, @Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other ? null : differ(path, one, other);
    }
    Object known = counterparts.putIfAbsent(one, other);
    if (known != null && (known == other || isMutable(one))) {
      return known == other
          ? null
          : "%s is an object that is in another place, too, and would become two objects"
              .formatted(path);
    }
    if (one instanceof Optional<?> optional && other instanceof Optional<?> again) {
      return compare(path, optional.orElse(null), again.orElse(null));
    }
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> again) {
      return isAlike(one, other) ? compareMaps(path, map, again) : differ(path, one, other);
    }
    if (one instanceof Collection<?> all && other instanceof Collection<?> again) {
      return isAlike(one, other) ? compareAll(path, all, again) : differ(path, one, other);
    }
    if (one.getClass() != other.getClass()) {
      return differ(path, one, other);
    }
    if (one.getClass().isArray()) {
      return compareAll(path, elements(one), elements(other));
    }
    if (one instanceof Enum<?> || isOfJava(one.getClass())) {
      boolean same = one.equals(other) || one.toString().equals(other.toString());
      return same ? null : differ(path, one, other);
    }
    return compareFields(path, one, other);
  }

  /** Describes a difference without the values, which may be confidential. */
  private static String differ(String path, @Nullable Object one, @Nullable Object other) {
    String was = describe(one);
    String is = describe(other);
    return was.equals(is)
        ? "%s was another %s".formatted(path, was)
        : "%s was %s, and would be %s".formatted(path, was, is);
  }

  private static String describe(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  /** A collection with an order must keep the order; a collection without one may get one. */
  private static boolean isAlike(Object one, Object other) {
    Object order = order(one);
    return (one instanceof Set) == (other instanceof Set)
        && (order.equals("none") ? !(order(other) instanceof List) : order.equals(order(other)));
  }

  private static Object order(Object container) {
    if (container instanceof SortedMap<?, ?> sorted) {
      return sortedBy(sorted.comparator());
    } else if (container instanceof SortedSet<?> sorted) {
      return sortedBy(sorted.comparator());
    } else if (container instanceof PriorityQueue<?> queue) {
      return List.of("priority", sortedBy(queue.comparator()));
    } else if (container instanceof EnumMap || container instanceof EnumSet) {
      return "enum";
    } else if (container instanceof LinkedHashMap || container instanceof LinkedHashSet) {
      return "insertion";
    } else if (container instanceof Map || container instanceof Set) {
      return "none";
    }
    return container instanceof List || container instanceof Deque
        ? "sequence"
        : container.getClass();
  }

  private static Object sortedBy(@Nullable Object comparator) {
    return List.of(Objects.requireNonNullElse(comparator, "natural"));
  }

  private @Nullable String compareMaps(String path, Map<?, ?> one, Map<?, ?> other) {
    if (!one.keySet().equals(other.keySet())) {
      return differ(path, one, other);
    }
    for (Object key : one.keySet()) {
      String found = compare(path + "[]", one.get(key), other.get(key));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Compares the elements in the order in which they were written. */
  private @Nullable String compareAll(String path, Collection<?> one, Collection<?> other) {
    if (one.size() != other.size()) {
      return differ(path, one, other);
    }
    if (other.getClass() == HashSet.class) {
      return one.stream().allMatch(each -> isIn(other, each)) ? null : differ(path, one, other);
    }
    Iterator<?> others = other.iterator();
    int index = 0;
    for (Object each : one) {
      String found = compare(path + "[" + index++ + "]", each, others.next());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean isIn(Collection<?> all, @Nullable Object one) {
    return all.contains(one)
        || all.stream().anyMatch(each -> new StateComparison().compare("", one, each) == null);
  }

  private static List<@Nullable Object> elements(Object array) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(Array.get(array, i));
    }
    return elements;
  }

  private @Nullable String compareFields(String path, Object one, Object other) {
    for (Field field : fields(one.getClass())) {
      String found = compare(path + "." + field.getName(), read(field, one), read(field, other));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** The fields of a class, without the fields that a snapshot leaves out. */
  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> each = type; each != null && !isOfJava(each); each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        int kept = field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT);
        if (kept == 0 && !field.isSynthetic()) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private static @Nullable Object read(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read " + field, e);
    }
  }

  /** An immutable object may be one object in many places, or many. */
  private static boolean isMutable(Object object) {
    Class<?> type = object.getClass();
    if (object instanceof Collection || object instanceof Map) {
      return Modifier.isPublic(type.getModifiers()) || object instanceof EnumSet;
    }
    return type.isArray()
        || (!type.isEnum()
            && !isOfJava(type)
            && fields(type).stream().anyMatch(each -> !Modifier.isFinal(each.getModifiers())));
  }

  private static boolean isOfJava(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
