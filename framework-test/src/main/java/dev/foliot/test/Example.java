package dev.foliot.test;

import dev.foliot.failure.ErrorText;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Makes up values of any type that a message may hold: always the same, and as full as can be, so
 * that a recorded file shows every component. A type has several values if it contains an enum or a
 * sealed type: each constant, and each permitted class.
 */
final class Example {
  private final Deque<Class<?>> open = new ArrayDeque<>();

  private Example() {}

  /**
   * A record with all its components.
   *
   * @throws NoExampleException if none can be made up
   */
  static Object of(Class<?> type) {
    return new Example().values(ResolvableType.forClass(type), "").get(0);
  }

  /**
   * A value of one component.
   *
   * @throws NoExampleException if none can be made up
   */
  static Object of(RecordComponent component) {
    return valuesOf(component).get(0);
  }

  private static List<Object> valuesOf(RecordComponent component) {
    Example example = new Example();
    example.open.push(component.getDeclaringRecord());
    return example.values(ResolvableType.forType(component.getGenericType()), component.getName());
  }

  /**
   * Copies of a record. Each has another value of one component that contains an enum or a sealed
   * type. Values are left out if they cannot be made up, or if the constructor refuses them.
   */
  static List<Object> variationsOf(Object message) {
    if (!message.getClass().isRecord()) {
      return List.of();
    }
    RecordComponent[] components = message.getClass().getRecordComponents();
    @Nullable Object[] values = Stream.of(components).map(each -> valueIn(message, each)).toArray();
    List<Object> found = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      List<Object> others = madeUp(() -> valuesOf(component));
      if (others.size() > 1) {
        found.addAll(copies(message.getClass(), values, i, others));
      }
    }
    return found;
  }

  private static @Nullable Object valueIn(Object message, RecordComponent component) {
    ReflectionUtils.makeAccessible(component.getAccessor());
    return ReflectionUtils.invokeMethod(component.getAccessor(), message);
  }

  private static List<Object> copies(
      Class<?> raw, @Nullable Object[] values, int index, List<Object> others) {
    List<Object> found = new ArrayList<>();
    for (Object other : others) {
      @Nullable Object[] copy = values.clone();
      copy[index] = other;
      found.addAll(madeUp(() -> List.of(construct(raw, copy))));
    }
    return found;
  }

  /** None if they cannot be made up. */
  private static List<Object> madeUp(Supplier<List<Object>> values) {
    try {
      return values.get();
    } catch (NoExampleException none) {
      return List.of();
    }
  }

  /** All values of a type, at least one. */
  private List<Object> values(ResolvableType type, String name) {
    Class<?> raw = type.resolve(Object.class);
    List<Object> simple = SimpleExamples.of(raw, name);
    if (!simple.isEmpty()) {
      return simple;
    }
    if (raw.isArray()) {
      return each(type.getComponentType(), name, value -> array(type.getComponentType(), value));
    }
    List<Object> containers = containers(raw, type, name);
    if (!containers.isEmpty()) {
      return containers;
    }
    if (raw.isRecord()) {
      if (open.contains(raw)) {
        throw new NoExampleException(
            "no example can be made up of %s, which holds itself".formatted(type));
      }
      return within(raw, () -> records(raw, type));
    }
    if (raw.isSealed()) {
      return permitted(raw, name);
    }
    throw new NoExampleException(
        "no example can be made up of %s for %s".formatted(type, name.isEmpty() ? "it" : name));
  }

  private List<Object> each(ResolvableType element, String name, Function<Object, Object> wrap) {
    return values(element, name).stream().map(wrap).toList();
  }

  private static Object array(ResolvableType element, Object value) {
    Object array = Array.newInstance(element.resolve(Object.class), 1);
    Array.set(array, 0, value);
    return array;
  }

  /** Collections and optionals have one element, or none if the type contains itself. */
  private List<Object> containers(Class<?> raw, ResolvableType type, String name) {
    if (raw == Optional.class) {
      return isEndless(type.getGeneric(0))
          ? List.of(Optional.empty())
          : each(type.getGeneric(0), name, Optional::of);
    }
    if (raw == OptionalInt.class) {
      return List.of(OptionalInt.of(1));
    }
    if (raw == OptionalLong.class) {
      return List.of(OptionalLong.of(1));
    }
    if (raw == OptionalDouble.class) {
      return List.of(OptionalDouble.of(1.5));
    }
    if (raw.isAssignableFrom(List.class)) {
      return elements(type, name, elements -> elements);
    }
    if (raw == Set.class) {
      return elements(type, name, Set::copyOf);
    }
    if (raw == SortedSet.class) {
      return elements(type, name, TreeSet::new);
    }
    if (raw == Map.class) {
      return entries(type.as(Map.class), name, map -> map);
    }
    return raw == SortedMap.class ? entries(type.as(Map.class), name, TreeMap::new) : List.of();
  }

  private List<Object> elements(
      ResolvableType type, String name, Function<List<Object>, Object> collection) {
    ResolvableType element = type.as(Iterable.class).getGeneric(0);
    return isEndless(element)
        ? List.of(collection.apply(List.of()))
        : each(element, name, value -> collection.apply(List.of(value)));
  }

  private List<Object> entries(
      ResolvableType type, String name, Function<Map<Object, Object>, Object> map) {
    if (isEndless(type.getGeneric(1))) {
      return List.of(map.apply(Map.of()));
    }
    List<Object> keys = values(type.getGeneric(0), "key");
    List<Object> values = values(type.getGeneric(1), name);
    List<Object> found = new ArrayList<>();
    keys.forEach(key -> found.add(map.apply(Map.of(key, values.get(0)))));
    values.stream().skip(1).forEach(value -> found.add(map.apply(Map.of(keys.get(0), value))));
    return found;
  }

  private boolean isEndless(ResolvableType type) {
    Class<?> raw = type.resolve(Object.class);
    return raw.isRecord() && open.contains(raw);
  }

  private List<Object> within(Class<?> raw, Supplier<List<Object>> values) {
    open.push(raw);
    try {
      return values.get();
    } finally {
      open.pop();
    }
  }

  /** The values of each permitted class; if the type is within itself, only the first value. */
  private List<Object> permitted(Class<?> raw, String name) {
    boolean again = open.contains(raw);
    List<Object> found = new ArrayList<>();
    @Nullable NoExampleException first = null;
    for (Class<?> each : raw.getPermittedSubclasses()) {
      try {
        found.addAll(within(raw, () -> values(ResolvableType.forClass(each), name)));
      } catch (NoExampleException none) {
        first = first == null ? none : first;
      }
      if (again && !found.isEmpty()) {
        return List.of(found.get(0));
      }
    }
    if (found.isEmpty() && first != null) {
      throw first;
    }
    return found;
  }

  private List<Object> records(Class<?> raw, ResolvableType type) {
    RecordComponent[] components = raw.getRecordComponents();
    List<List<Object>> values = new ArrayList<>();
    for (RecordComponent each : components) {
      values.add(values(ResolvableType.forType(each.getGenericType(), type), each.getName()));
    }
    @Nullable Object[] first = values.stream().map(each -> each.get(0)).toArray();
    List<Object> found = new ArrayList<>(List.of(construct(raw, first)));
    for (int i = 0; i < components.length; i++) {
      found.addAll(copies(raw, first, i, values.get(i).subList(1, values.get(i).size())));
    }
    return found;
  }

  private static Object construct(Class<?> raw, @Nullable Object[] values) {
    Class<?>[] parameters =
        Stream.of(raw.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = raw.getDeclaredConstructor(parameters);
      canonical.setAccessible(true);
      return canonical.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new NoExampleException(
          "the constructor of %s refuses the example %s: %s"
              .formatted(
                  raw.getSimpleName(),
                  Arrays.asList(values),
                  ErrorText.of(refused.getTargetException())));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + raw.getName(), e);
    }
  }
}
