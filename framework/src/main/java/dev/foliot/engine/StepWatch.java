package dev.foliot.engine;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How long the present step of a thread has lasted; any thread may look. */
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

  /** Whether a step has lasted for so long. */
  boolean hasLasted(Duration limit) {
    Long since = began;
    return since != null && nanoTime.getAsLong() - since >= limit.toNanos();
  }
}
