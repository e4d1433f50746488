package dev.foliot.time;

import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The earliest due time as far as a node knows it: what it read last, and what was set here since.
 * One that is set while the node reads may be missing in what it reads, so both count. If it is
 * earlier than the truth, the node looks in vain once.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class EarliestDue {
  private @Nullable Instant earliest;
  private @Nullable Instant setMeanwhile;

  /** The earliest due time; empty if none is known. */
  public synchronized Optional<Instant> get() {
    return Optional.ofNullable(earliest);
  }

  /**
   * A due time was set on this node.
   *
   * @return whether it is the earliest one now
   */
  public synchronized boolean set(Instant dueAt) {
    setMeanwhile = earlier(setMeanwhile, dueAt);
    boolean isEarliest = earliest == null || dueAt.isBefore(earliest);
    earliest = earlier(earliest, dueAt);
    return isEarliest;
  }

  /** The table is about to be read. */
  public synchronized void reading() {
    setMeanwhile = null;
  }

  /** The table has been read. */
  public synchronized void read(Optional<Instant> found) {
    earliest =
        setMeanwhile == null ? found.orElse(null) : earlier(found.orElse(null), setMeanwhile);
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }
}
