package dev.foliot.unitofwork;

import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Collects the positions of the events that this thread commits to the log of one application, from
 * its begin to its end. If several are open, each collects.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TrackCommits implements AutoCloseable {
  private static final ThreadLocal<@Nullable TrackCommits> CURRENT = new ThreadLocal<>();

  private final Transactions transactions;
  private final Consumer<PositionRuns> changed;
  private final @Nullable TrackCommits outer;
  private PositionRuns positions = PositionRuns.NONE;

  private TrackCommits(
      Transactions transactions, Consumer<PositionRuns> changed, @Nullable TrackCommits outer) {
    this.transactions = transactions;
    this.changed = changed;
    this.outer = outer;
  }

  /**
   * Begins on this thread.
   *
   * @param transactions those of the application: the log of another one has other positions
   * @param changed receives all positions so far, after each commit with events
   */
  public static TrackCommits begin(Transactions transactions, Consumer<PositionRuns> changed) {
    TrackCommits begun = new TrackCommits(transactions, changed, CURRENT.get());
    CURRENT.set(begun);
    return begun;
  }

  /** The positions so far. */
  public PositionRuns positions() {
    return positions;
  }

  /** A unit of work of this thread has committed. */
  static void committed(UnitOfWork unit) {
    for (TrackCommits each = CURRENT.get(); each != null; each = each.outer) {
      if (each.transactions.own(unit)) {
        each.add(unit.eventPositions());
      }
    }
  }

  private void add(PositionRuns committed) {
    if (!committed.isEmpty()) {
      positions = positions.and(committed);
      changed.accept(positions);
    }
  }

  /** Ends this collection and all nested ones. Call it on the thread that began it. */
  @Override
  public void close() {
    for (TrackCommits each = CURRENT.get(); each != null; each = each.outer) {
      if (each == this) {
        if (outer == null) {
          CURRENT.remove();
        } else {
          CURRENT.set(outer);
        }
        return;
      }
    }
  }
}
