package dev.foliot.test;

import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate raised, and how it differs from what was expected. An expected event is given
 * as itself or as its class.
 *
 * @param aggregate its name in messages
 * @param events in order
 */
record RaisedEvents(String aggregate, List<Object> events) {
  private static final String NOTHING = "nothing";

  static RaisedEvents of(@Nullable Object aggregate) {
    if (aggregate instanceof StateStoredAggregate stateStored) {
      return new RaisedEvents(name(aggregate, stateStored.id()), stateStored.pendingEvents());
    }
    if (aggregate instanceof EventSourcedAggregate eventSourced) {
      return new RaisedEvents(name(aggregate, eventSourced.id()), eventSourced.pendingEvents());
    }
    return new RaisedEvents("null", List.of());
  }

  private static String name(Object aggregate, @Nullable String id) {
    return aggregate.getClass().getSimpleName() + (id == null ? "" : " " + id);
  }

  /** Without the first ones. */
  RaisedEvents after(int count) {
    return new RaisedEvents(aggregate, events.subList(count, events.size()));
  }

  /** Whether an event is what was expected. */
  static boolean matches(Object expected, Object event) {
    return expected instanceof Class<?> type ? type.isInstance(event) : expected.equals(event);
  }

  /** An expected event, or the name of its class. */
  static String describe(Object expected) {
    return expected instanceof Class<?> type ? type.getSimpleName() : expected.toString();
  }

  /** Empty if these events were raised, no others, and in this order. */
  Optional<String> differenceInOrder(List<Object> expected) {
    boolean same =
        expected.size() == events.size()
            && IntStream.range(0, events.size())
                .allMatch(i -> matches(expected.get(i), events.get(i)));
    return same ? Optional.empty() : Optional.of(eventByEvent(expected));
  }

  private String eventByEvent(List<Object> expected) {
    return IntStream.range(0, Math.max(expected.size(), events.size()))
        .mapToObj(i -> compare(i + 1, at(expected, i), at(events, i)))
        .collect(Collectors.joining("", aggregate + " did not raise what was expected:\n", ""));
  }

  private static @Nullable Object at(List<Object> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  private static String compare(int number, @Nullable Object expected, @Nullable Object raised) {
    if (expected != null && raised != null && matches(expected, raised)) {
      return "%3d. same      %s%n".formatted(number, raised);
    }
    return "%3d. expected  %s%n     raised    %s%n%s"
        .formatted(
            number,
            expected == null ? NOTHING : describe(expected),
            raised == null ? NOTHING : raised,
            differingComponents(expected, raised));
  }

  /** Says which part of a long record to look at. */
  private static String differingComponents(@Nullable Object expected, @Nullable Object raised) {
    if (expected == null
        || raised == null
        || expected.getClass() != raised.getClass()
        || !expected.getClass().isRecord()) {
      return "";
    }
    return Stream.of(expected.getClass().getRecordComponents())
        .filter(component -> !Objects.equals(read(component, expected), read(component, raised)))
        .map(
            component ->
                "               %s: expected %s, raised %s%n"
                    .formatted(
                        component.getName(), read(component, expected), read(component, raised)))
        .collect(Collectors.joining());
  }

  private static @Nullable Object read(RecordComponent component, Object event) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(event);
    } catch (ReflectiveOperationException | RuntimeException unreadable) {
      return null;
    }
  }

  /** Empty if these events were raised and no others. */
  Optional<String> differenceInAnyOrder(List<Object> expected) {
    List<Object> unexpected = new ArrayList<>(events);
    List<Object> missing =
        expected.stream()
            .sorted(Comparator.comparing(each -> each instanceof Class<?>)) // the choosy ones first
            .filter(each -> !removeFirst(unexpected, each))
            .toList();
    if (missing.isEmpty() && unexpected.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        aggregate
            + " did not raise what was expected, in any order:\n"
            + lines("missing", missing)
            + lines("unexpected", unexpected)
            + lines("raised", events));
  }

  private static boolean removeFirst(List<Object> events, Object expected) {
    Optional<Object> found = events.stream().filter(each -> matches(expected, each)).findFirst();
    found.ifPresent(events::remove);
    return found.isPresent();
  }

  private static String lines(String what, List<Object> events) {
    List<String> texts =
        events.isEmpty() ? List.of(NOTHING) : events.stream().map(RaisedEvents::describe).toList();
    return texts.stream()
        .map(text -> "     %-11s%s%n".formatted(what, text))
        .collect(Collectors.joining());
  }

  /** For a message about events that should not be there. */
  String list() {
    return events.stream().map(event -> "     " + event + "\n").collect(Collectors.joining());
  }
}
