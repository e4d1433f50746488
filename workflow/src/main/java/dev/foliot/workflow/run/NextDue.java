package dev.foliot.workflow.run;

import dev.foliot.time.EarliestDue;
import dev.foliot.time.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The time when the next run of a node is due, as far as the node knows. */
final class NextDue {
  /** The pause before a run is tried again that another transaction was changing. */
  private static final Duration WHILE_LOCKED = Duration.ofMillis(50);

  private final InstantSource clock;
  private final EarliestDue earliest = new EarliestDue();
  private volatile Pause pause = Pause.NONE;

  NextDue(InstantSource clock) {
    this.clock = clock;
  }

  boolean isDue() {
    Instant now = clock.instant();
    return get().filter(due -> !now.isBefore(due)).isPresent();
  }

  Optional<Instant> get() {
    return earliest.get().map(due -> pause.delay(due, clock.instant()));
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
    pause = Pause.NONE;
  }

  /** Due runs could not be claimed, because they are locked. They are tried again after a pause. */
  void pauseIfDue() {
    pause = isDue() ? Pause.of(clock.instant(), WHILE_LOCKED) : Pause.NONE;
  }
}
