package dev.foliot.workflow.replay;

import java.time.Instant;

/** The outcomes that come to the branches of an invocation from outside. */
interface Outside {
  /** Takes the outcomes that have come. Called when no branch can continue. */
  void look();

  /**
   * Takes the outcomes that have come at a time. Before that time it takes nothing, and calls
   * {@code wakeUp} then; called when no branch can continue until the body of a step ends.
   *
   * @return whether the time has come
   */
  boolean lookAt(Instant due, Runnable wakeUp);

  /** Called when no branch can continue until the body of a step ends, or until a time has come. */
  void beforeBodiesEnd();

  /** Whether bodies that still run are awaited when the first branch has ended. */
  boolean awaitsBodies();
}
