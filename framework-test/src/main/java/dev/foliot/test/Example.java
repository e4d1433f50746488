package dev.foliot.test;

import dev.foliot.failure.ErrorText;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
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
import java.util.stream.Stream;
import org.springframework.core.ResolvableType;

/**
 * Makes up a value of any type that a message may hold: always the same, and as full as can be, so
 * that a recorded file shows every component.
 */
final class Example {
  private final Deque<Class<?>> records = new ArrayDeque<>();

  private Example() {}

  /**
   * A record with all its components.
   *
   * @throws NoExampleException if none can be made up
   */
  static Object of(Class<?> type) {
    return new Example().value(ResolvableType.forClass(type), "");
  }

  /**
   * A value of one component.
   *
   * @throws NoExampleException if none can be made up
   */
  static Object of(RecordComponent component) {
    return new Example()
        .value(ResolvableType.forType(component.getGenericType()), component.getName());
  }

  private Object value(ResolvableType type, String name) {
    Class<?> raw = type.resolve(Object.class);
    Optional<Object> simple = SimpleExamples.of(raw, name);
    if (simple.isPresent()) {
      return simple.get();
    }
    if (raw.isArray()) {
      return array(type.getComponentType(), name);
    }
    Optional<Object> container = container(raw, type, name);
    if (container.isPresent()) {
      return container.get();
    }
    if (raw.isRecord()) {
      return record(raw, type);
    }
    if (raw.isSealed()) {
      return value(ResolvableType.forClass(raw.getPermittedSubclasses()[0]), name);
    }
    throw new NoExampleException(
        "no example can be made up of %s for %s".formatted(type, name.isEmpty() ? "it" : name));
  }

  private Object array(ResolvableType element, String name) {
    Object array = Array.newInstance(element.resolve(Object.class), 1);
    Array.set(array, 0, value(element, name));
    return array;
  }

  /** Collections and optionals have one element, or none if the type contains itself. */
  private Optional<Object> container(Class<?> raw, ResolvableType type, String name) {
    if (raw == Optional.class) {
      return Optional.of(
          isEndless(type.getGeneric(0))
              ? Optional.empty()
              : Optional.of(value(type.getGeneric(0), name)));
    }
    if (raw == OptionalInt.class) {
      return Optional.of(OptionalInt.of(1));
    }
    if (raw == OptionalLong.class) {
      return Optional.of(OptionalLong.of(1));
    }
    if (raw == OptionalDouble.class) {
      return Optional.of(OptionalDouble.of(1.5));
    }
    if (raw.isAssignableFrom(List.class)) {
      return Optional.of(elements(type, name));
    }
    if (raw == Set.class) {
      return Optional.of(Set.copyOf(elements(type, name)));
    }
    if (raw == SortedSet.class) {
      return Optional.of(new TreeSet<>(elements(type, name)));
    }
    if (raw == Map.class || raw == SortedMap.class) {
      Map<Object, Object> map = entries(type.as(Map.class), name);
      return Optional.of(raw == Map.class ? map : new TreeMap<>(map));
    }
    return Optional.empty();
  }

  private List<Object> elements(ResolvableType type, String name) {
    ResolvableType element = type.as(Iterable.class).getGeneric(0);
    return isEndless(element) ? List.of() : List.of(value(element, name));
  }

  private Map<Object, Object> entries(ResolvableType type, String name) {
    return isEndless(type.getGeneric(1))
        ? Map.of()
        : Map.of(value(type.getGeneric(0), "key"), value(type.getGeneric(1), name));
  }

  private boolean isEndless(ResolvableType type) {
    return records.contains(type.resolve(Object.class));
  }

  private Object record(Class<?> raw, ResolvableType type) {
    if (records.contains(raw)) {
      throw new NoExampleException(
          "no example can be made up of %s, which holds itself".formatted(type));
    }
    records.push(raw);
    RecordComponent[] components = raw.getRecordComponents();
    Object[] values =
        Stream.of(components)
            .map(each -> value(ResolvableType.forType(each.getGenericType(), type), each.getName()))
            .toArray();
    records.pop();
    return construct(raw, components, values);
  }

  private static Object construct(Class<?> raw, RecordComponent[] components, Object[] values) {
    Class<?>[] parameters =
        Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = raw.getDeclaredConstructor(parameters);
      canonical.setAccessible(true);
      return canonical.newInstance(values);
    } catch (InvocationTargetException refused) {
      throw new NoExampleException(
          "the constructor of %s refuses the example %s: %s"
              .formatted(
                  raw.getSimpleName(),
                  List.of(values),
                  ErrorText.of(refused.getTargetException())));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + raw.getName(), e);
    }
  }
}
