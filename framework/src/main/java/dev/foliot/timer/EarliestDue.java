package dev.foliot.timer;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The earliest due time as far as a node knows it: what it read last, and what was set here since.
 * A timer that is set while the node reads may be missing in what it reads, so both count. If it is
 * earlier than the truth, the node looks in vain once.
 */
final class EarliestDue {
  private @Nullable Instant earliest;
  private @Nullable Instant setMeanwhile;

  synchronized Optional<Instant> get() {
    return Optional.ofNullable(earliest);
  }

  /**
   * A timer was set on this node.
   *
   * @return whether it is the earliest one now
   */
  synchronized boolean set(Instant dueAt) {
    setMeanwhile = earlier(setMeanwhile, dueAt);
    boolean isEarliest = earliest == null || dueAt.isBefore(earliest);
    earliest = earlier(earliest, dueAt);
    return isEarliest;
  }

  /** The table is about to be read. */
  synchronized void reading() {
    setMeanwhile = null;
  }

  /** The table has been read. */
  synchronized void read(Optional<Instant> found) {
    earliest =
        setMeanwhile == null ? found.orElse(null) : earlier(found.orElse(null), setMeanwhile);
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }
}
