package dev.foliot.engine;

import dev.foliot.work.Steps;

/** Something that this node steps, one thread at a time. */
interface SteppedPart extends Steps {
  /** Returns a description, for the log. */
  String description();

  /** Whether it only tidies up, so that no caller waits for it. */
  default boolean isUpkeep() {
    return false;
  }
}
