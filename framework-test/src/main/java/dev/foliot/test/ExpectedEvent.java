package dev.foliot.test;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;

/**
 * The expectation of one event, if neither the event itself nor its class is enough. Pass it to
 * {@code raised}, {@code thenRaised} and similar methods instead of an event. {@link
 * FoliotAssertions#event} and {@link FoliotAssertions#eventIgnoring} make one.
 */
public final class ExpectedEvent {
  private final Class<?> type;
  private final String description;
  private final Function<Object, List<String>> differences;

  private ExpectedEvent(
      Class<?> type, String description, Function<Object, List<String>> differences) {
    this.type = type;
    this.description = description;
    this.differences = differences;
  }

  /** Converts an event, a class, an AssertJ condition, or an expected event. */
  static ExpectedEvent of(Object given) {
    if (given instanceof ExpectedEvent expected) {
      return expected;
    }
    if (given instanceof Class<?> type) {
      return new ExpectedEvent(type, type.getSimpleName(), event -> List.of());
    }
    return given instanceof Condition<?> condition ? fulfilling(condition) : same(given);
  }

  private static ExpectedEvent same(Object expected) {
    return new ExpectedEvent(
        expected.getClass(),
        expected.toString(),
        event -> expected.equals(event) ? List.of() : texts(Differences.between(expected, event)));
  }

  private static List<String> texts(List<Difference> differences) {
    return differences.stream().map(Difference::describe).toList();
  }

  @SuppressWarnings("unchecked") // a condition of another class is as wrong here as anywhere
  private static ExpectedEvent fulfilling(Condition<?> condition) {
    return matching(condition.toString(), ((Condition<Object>) condition)::matches);
  }

  static ExpectedEvent matching(String description, Predicate<Object> predicate) {
    return new ExpectedEvent(
        Object.class,
        description,
        event -> predicate.test(event) ? List.of() : List.of("is not " + description));
  }

  static <E> ExpectedEvent satisfying(Class<E> type, Consumer<? super E> requirements) {
    return new ExpectedEvent(
        type,
        type.getSimpleName() + " that meets the requirements",
        event -> failures(() -> requirements.accept(type.cast(event))));
  }

  private static List<String> failures(Runnable requirements) {
    try {
      requirements.run();
      return List.of();
    } catch (AssertionError failed) {
      List<String> lines =
          String.valueOf(failed.getMessage()).lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? List.of("does not meet the requirements") : lines;
    }
  }

  static ExpectedEvent ignoring(Object expected, List<String> paths) {
    paths.forEach(path -> refuseUnknown(path, expected.getClass()));
    return new ExpectedEvent(
        expected.getClass(),
        "%s, whatever its %s".formatted(expected, String.join(", ", paths)),
        event ->
            texts(
                Differences.between(expected, event).stream()
                    .filter(each -> paths.stream().noneMatch(path -> isWithin(each.path(), path)))
                    .toList()));
  }

  private static void refuseUnknown(String path, Class<?> type) {
    List<String> known = Shape.of(type).fields().stream().map(Field::getName).toList();
    if (!known.contains(path.split("[.\\[]", 2)[0])) {
      throw new IllegalArgumentException(
          "%s has no %s to ignore. It has %s.".formatted(type.getSimpleName(), path, known));
    }
  }

  /** {@code lines.price} names the price of each line. */
  private static boolean isWithin(String place, String path) {
    String anyElement = place.replaceAll("\\[[^]]*]", "");
    return Stream.of(place, anyElement)
        .anyMatch(
            each ->
                each.equals(path) || each.startsWith(path + ".") || each.startsWith(path + "["));
  }

  /** Whether the event is of the class at all, so that it makes sense to compare the parts. */
  boolean isOfSameClass(Object event) {
    return type != Object.class && type.isInstance(event);
  }

  /** The class that an event must have. */
  Class<?> type() {
    return type;
  }

  boolean matches(Object event) {
    return type.isInstance(event) && differences(event).isEmpty();
  }

  /** Returns the differences of an event of the class, component by component. */
  List<String> differences(Object event) {
    return differences.apply(event);
  }

  @Override
  public String toString() {
    return description;
  }
}
