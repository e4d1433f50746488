package dev.foliot.time;

import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The earliest due time that a node knows: from its last read, and from times that were set here
 * since. A time that is set during a read may be missing in the result, so both count. If the known
 * time is too early, the node reads once without a result.
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
   * Notes that a due time was set on this node.
   *
   * @return whether it is the earliest one now
   */
  public synchronized boolean set(Instant dueAt) {
    setMeanwhile = earlier(setMeanwhile, dueAt);
    boolean isEarliest = earliest == null || dueAt.isBefore(earliest);
    earliest = earlier(earliest, dueAt);
    return isEarliest;
  }

  /** Notes that the table is about to be read. */
  public synchronized void reading() {
    setMeanwhile = null;
  }

  /** Notes that the table has been read. */
  public synchronized void read(Optional<Instant> found) {
    earliest =
        setMeanwhile == null ? found.orElse(null) : earlier(found.orElse(null), setMeanwhile);
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }
}
