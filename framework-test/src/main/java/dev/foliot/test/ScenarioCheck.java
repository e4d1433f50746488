package dev.foliot.test;

/**
 * The checks that {@link AggregateScenario} and {@link ProcessScenario} run after each step,
 * because tests of decisions usually miss them. Each can be switched off by name: {@code
 * scenario.withoutChecking(…)}.
 */
public enum ScenarioCheck {
  /**
   * An event-sourced aggregate, or the state of a decider, is made again from its events, as
   * stored. It must equal the current one, field by field. This check finds state that was changed
   * outside of {@code @Apply}, and {@code @Apply} methods that use the clock or random values.
   * Transient fields do not count. The check is left out for an aggregate that is given as an
   * object, if some of its events are stored already and therefore unknown.
   */
  REBUILT_STATE,

  /**
   * If {@code snapshotEvery} is set: an event-sourced aggregate, or the state of a decider, is the
   * same when it is restored from a snapshot.
   */
  SNAPSHOT,

  /**
   * Each event, given or raised, is declared with {@code @DomainEvent}, has all of its required
   * components, and is the same after it was written as JSON and read again, as the log does it.
   * The last two rules also apply to the commands that a process sends, and to the messages of its
   * timers.
   */
  ROUND_TRIP,

  /**
   * Events cannot change: they hold no array, no {@code Date}, no collection that can be modified
   * and no object with setters, and are the same before and after each step.
   */
  IMMUTABLE_EVENTS,

  /**
   * An aggregate keeps its {@code id()} from step to step: the id names the stream. It may become
   * known in a step, as a generated one does.
   */
  SAME_ID,

  /**
   * The functions of a decider do not change their parameters, and return the same result when they
   * are called again.
   */
  PURE_DECIDER,

  /**
   * A process manager does the same when a message is delivered again, as after a rollback: it
   * reaches the same state, sends the same commands and sets the same timers. This check finds
   * methods that use the system's clock or random values. The check is left out if the scenario is
   * given beans.
   */
  REPEATED_DELIVERY
}
