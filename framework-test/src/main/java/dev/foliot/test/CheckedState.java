package dev.foliot.test;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateLifecycle;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.Decisions;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.message.StateJson;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The current state, and the ways to make it again.
 *
 * @param name the name of the aggregate in messages
 * @param type the class that snapshots are taken of
 * @param working the aggregate, or the state of a decider
 * @param version the number of its events
 * @param rebuild makes it from its events
 * @param restore makes it from a snapshot
 */
record CheckedState(
    String name,
    Class<?> type,
    Object working,
    long version,
    Function<List<Object>, Object> rebuild,
    Function<String, Object> restore) {

  /** Returns the state of an aggregate; null if it has no state that follows from events. */
  static @Nullable CheckedState of(@Nullable Object aggregate) {
    return aggregate instanceof EventSourcedAggregate working ? ofClass(working) : null;
  }

  private static CheckedState ofClass(EventSourcedAggregate working) {
    Class<? extends EventSourcedAggregate> type = working.getClass();
    return new CheckedState(
        RaisedEvents.of(working).aggregate(),
        type,
        working,
        working.version(),
        events -> AggregateLifecycle.recreate(type, events),
        json -> StateJson.readInto(AggregateLifecycle.recreate(type, List.of()), json));
  }

  @SuppressWarnings("unchecked") // copies of its own events
  static <C, S, E> CheckedState of(
      Decider<C, S, E> decider, String id, String name, S state, long version) {
    Class<?> declared =
        ResolvableType.forClass(decider.getClass()).as(Decider.class).getGeneric(1).resolve();
    Class<?> type = declared == null ? state.getClass() : declared;
    return new CheckedState(
        name,
        type,
        state,
        version,
        events -> Decisions.of(decider, id, (List<E>) events).state(),
        json -> StateJson.read(json, type));
  }

  /** Whether Foliot takes snapshots of this state. */
  boolean hasSnapshots() {
    Aggregate aggregate = AnnotatedElementUtils.findMergedAnnotation(type, Aggregate.class);
    return aggregate != null && aggregate.snapshotEvery() > 0;
  }

  @SuppressWarnings("unchecked") // its class or one above it
  String snapshot() {
    return StateJson.write(working, (Class<Object>) type);
  }
}
