package dev.foliot.workflow.run;

import dev.foliot.time.EarliestDue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The time when the next run of a node is due, as far as the node knows. */
final class NextDue {
  /** The pause before a run is tried again that another transaction was changing. */
  private static final Duration WHILE_LOCKED = Duration.ofMillis(50);

  private final InstantSource clock;
  private final EarliestDue earliest = new EarliestDue();
  private volatile @Nullable Instant notBefore;

  NextDue(InstantSource clock) {
    this.clock = clock;
  }

  boolean isDue() {
    Instant now = clock.instant();
    return get().filter(due -> !now.isBefore(due)).isPresent();
  }

  Optional<Instant> get() {
    return earliest.get().map(this::afterPause);
  }

  /** The end of the pause. If the clock jumps back, the pause does not get longer. */
  private Instant afterPause(Instant due) {
    Instant end = notBefore;
    if (end == null || end.isAfter(clock.instant().plus(WHILE_LOCKED))) {
      return due;
    }
    return due.isBefore(end) ? end : due;
  }

  /**
   * A run of this node is, or may be, due at this time.
   *
   * @return whether it is the earliest time
   */
  boolean set(Instant dueAt) {
    return earliest.set(dueAt);
  }

  /** Reads when the next run is due. */
  void look(Supplier<Optional<Instant>> read) {
    earliest.reading();
    earliest.read(read.get());
  }

  /** Runs were claimed. */
  void claimed() {
    notBefore = null;
  }

  /** Due runs could not be claimed, because they are locked. They are tried again after a pause. */
  void pauseIfDue() {
    notBefore = isDue() ? clock.instant().plus(WHILE_LOCKED) : null;
  }
}
