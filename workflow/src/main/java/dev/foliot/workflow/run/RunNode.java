package dev.foliot.workflow.run;

import java.time.Instant;
import java.util.function.DoubleSupplier;

/** The node on which a run is executed. */
interface RunNode {
  /** Whether this node hands its runs over to other nodes. */
  boolean isStopping();

  /** Whether other branches of a run continue while the body of a step runs. */
  boolean isOverlapping();

  /** Wakes the invocation of a run at this time. Replaces a time that was set before. */
  void wakeAt(String run, Instant due, Runnable wakeUp);

  /** Called when the invocation of a run is over, and must not be woken any more. */
  void over(String run);

  /** Random numbers from 0 to 1. */
  DoubleSupplier random();
}
