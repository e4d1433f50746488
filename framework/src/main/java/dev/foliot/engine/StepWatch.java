package dev.foliot.engine;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Measures how long the current step of a thread lasts. Any thread may read it. */
final class StepWatch {
  private final LongSupplier nanoTime;
  private volatile @Nullable Long began;

  StepWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void begin() {
    began = nanoTime.getAsLong();
  }

  void end() {
    began = null;
  }

  /** Whether a step has lasted for at least this time. */
  boolean hasLasted(Duration limit) {
    Long since = began;
    return since != null && nanoTime.getAsLong() - since >= limit.toNanos();
  }
}
