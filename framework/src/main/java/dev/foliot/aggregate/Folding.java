package dev.foliot.aggregate;

import java.util.Set;

/**
 * How the events of one aggregate class make its state: what both ways to write an event-sourced
 * aggregate have in common.
 */
interface Folding<S> {
  /** The class with the annotation: the aggregate, or a decider's state. */
  Class<S> type();

  /** The state before the first event; each call gives an object of its own, unless immutable. */
  S initial();

  /** The state after one more event: the same object, changed, or another one. */
  S apply(S state, Object event);

  /** The state as it was at a version before: nobody may change it. */
  default S past(S state, long version) {
    return state;
  }

  /** The classes of the events that it can take. */
  Set<Class<?>> events();

  /**
   * The state that a snapshot holds.
   *
   * @param initial a state before the first event, which may be changed
   * @throws RuntimeException if it does not fit the class
   */
  S restore(S initial, String snapshot);

  /** The name under which the events are stored. */
  default String category() {
    return AggregateModel.of(type()).category();
  }
}
