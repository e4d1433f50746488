package dev.foliot.engine;

import dev.foliot.work.Steps;

/** Something that this node steps, one thread at a time. */
interface SteppedPart extends Steps {
  /** What it is, for the log. */
  String description();

  /** Whether it only tidies up, so that nobody waits for it. */
  default boolean isUpkeep() {
    return false;
  }
}
