package dev.foliot.test;

import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of an aggregate, and their differences from the expected ones.
 *
 * @param aggregate its name in messages
 * @param events in order
 */
record RaisedEvents(String aggregate, List<Object> events) {

  static RaisedEvents of(@Nullable Object aggregate) {
    if (aggregate instanceof StateStoredAggregate stateStored) {
      return new RaisedEvents(name(aggregate, idOf(aggregate)), stateStored.pendingEvents());
    }
    if (aggregate instanceof EventSourcedAggregate eventSourced) {
      return new RaisedEvents(name(aggregate, idOf(aggregate)), eventSourced.pendingEvents());
    }
    return new RaisedEvents("null", List.of());
  }

  /**
   * The id; null if it is not known yet. Until then id() may be null, blank or made of null, or
   * fail.
   */
  static @Nullable String idOf(@Nullable Object aggregate) {
    try {
      String id =
          aggregate instanceof StateStoredAggregate stateStored
              ? stateStored.id()
              : aggregate instanceof EventSourcedAggregate eventSourced ? eventSourced.id() : null;
      return id == null || id.isBlank() || id.equals("null") ? null : id;
    } catch (RuntimeException notYet) {
      return null;
    }
  }

  static String name(Object aggregate, @Nullable String id) {
    return aggregate.getClass().getSimpleName() + (id == null ? "" : " " + id);
  }

  /** Without the first ones. */
  RaisedEvents after(int count) {
    return new RaisedEvents(aggregate, events.subList(count, events.size()));
  }

  /** Whether an event matches the expectation. */
  static boolean matches(Object expected, Object event) {
    return ExpectedEvent.of(expected).matches(event);
  }

  /** An expected event, or the name of its class. */
  static String describe(Object expected) {
    return ExpectedEvent.of(expected).toString();
  }

  /** Empty if these events were raised, no others, and in this order. */
  Optional<String> differenceInOrder(List<Object> expected) {
    return difference("", EventPairs.inOrder(expected(expected), events));
  }

  /** Empty if these events were raised and no others. */
  Optional<String> differenceInAnyOrder(List<Object> expected) {
    return difference(", in any order", EventPairs.inAnyOrder(expected(expected), events));
  }

  private static List<ExpectedEvent> expected(List<Object> given) {
    return given.stream().map(ExpectedEvent::of).toList();
  }

  private Optional<String> difference(String how, List<EventPair> pairs) {
    return EventPairs.differences(
        "%s did not raise the expected events%s".formatted(aggregate, how), pairs);
  }

  /** For a message about events that should not be there. */
  String list() {
    return events.isEmpty()
        ? "     nothing\n"
        : events.stream().map(event -> "     " + event + "\n").collect(Collectors.joining());
  }
}
