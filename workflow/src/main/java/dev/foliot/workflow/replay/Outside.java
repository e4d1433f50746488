package dev.foliot.workflow.replay;

import java.time.Instant;

/** The outcomes that come to the branches of an invocation from outside. */
interface Outside {
  /** Takes the outcomes that have come. Called when no branch can continue. */
  void look();

  /**
   * Takes the outcomes that have come, if the time has come. Otherwise takes nothing, and calls
   * {@code wakeUp} at that time. Called when no branch can continue until the body of a step ends.
   *
   * @return whether the time has come
   */
  boolean lookAt(Instant due, Runnable wakeUp);

  /** Called when no branch can continue until the body of a step ends, or until a time has come. */
  void beforeBodiesEnd();

  /** Whether bodies that still run are awaited when the first branch has ended. */
  boolean awaitsBodies();
}
