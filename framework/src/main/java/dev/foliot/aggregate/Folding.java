package dev.foliot.aggregate;

import java.util.Set;

/**
 * Computes the state of one aggregate class from its events, for both ways to write an
 * event-sourced aggregate.
 */
interface Folding<S> {
  /** The class with the annotation: the aggregate, or a decider's state. */
  Class<S> type();

  /** The state before the first event; each call returns a new object, unless it is immutable. */
  S initial();

  /** The state after one more event: the same object, changed, or another one. */
  S apply(S state, Object event);

  /** The state of an earlier version, which must not be changed. */
  default S past(S state, long version) {
    return state;
  }

  /** The classes of the events that it can apply. */
  Set<Class<?>> events();

  /**
   * The state that a snapshot contains.
   *
   * @param initial a state before the first event, which may be changed
   * @throws RuntimeException if the snapshot does not fit the class
   */
  S restore(S initial, String snapshot);

  /** The name under which the events are stored. */
  default String category() {
    return AggregateModel.of(type()).category();
  }
}
