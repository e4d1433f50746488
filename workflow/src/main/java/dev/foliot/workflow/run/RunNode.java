package dev.foliot.workflow.run;

import java.util.function.DoubleSupplier;

/** The node on which a run is executed. */
interface RunNode {
  /** Whether it gives its runs to others. */
  boolean isStopping();

  /** Whether other branches of a run go on while the body of a step runs. */
  boolean isOverlapping();

  /** Random numbers from 0 to 1. */
  DoubleSupplier random();
}
