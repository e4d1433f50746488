package dev.foliot.engine;

import java.time.Instant;
import java.util.Optional;

/** Something that the engine's threads step, one thread at a time. */
interface Work {
  /** What it is, for the log. */
  String description();

  /**
   * Whether {@link #step()} would find something to do or to look at. May be asked by any thread.
   */
  boolean hasWork();

  /** Does a bounded piece; false if there was nothing to do. */
  boolean step();

  /** When there will be work without anybody asking for it. */
  Optional<Instant> nextDue();
}
