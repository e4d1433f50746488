package dev.foliot.live;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that one or more subscribers follow, by one id or by a filter. The {@link
 * LiveProjection} guards its sets of subscribers; the known rows belong to the current read.
 */
final class Watch<P> {
  private final Rows<P> rows;
  private final Set<LiveSubscription<P>> joining = new LinkedHashSet<>();
  private final Set<LiveSubscription<P>> joined = new LinkedHashSet<>();
  private Map<Object, RowState<P>> known = Map.of();
  private boolean due;

  Watch(Rows<P> rows) {
    this.rows = rows;
  }

  /** The selection of the rows that a watch follows. */
  sealed interface Rows<P> {
    /** Whether subscribers receive the absence of a row. */
    boolean tellsAbsence();
  }

  /** The row with an id, or its absence. */
  record OfId<P>(Object id) implements Rows<P> {
    @Override
    public boolean tellsAbsence() {
      return true;
    }
  }

  /** The rows that match. */
  record OfFilter<P>(RowFilter<P> filter) implements Rows<P> {
    @Override
    public boolean tellsAbsence() {
      return false;
    }
  }

  Rows<P> rows() {
    return rows;
  }

  // ---- guarded by the projection

  void join(LiveSubscription<P> subscription) {
    joining.add(subscription);
    due = true;
  }

  /** Removes a subscriber; true if none is left. */
  boolean leave(LiveSubscription<P> subscription) {
    joining.remove(subscription);
    joined.remove(subscription);
    return joining.isEmpty() && joined.isEmpty();
  }

  void makeDue() {
    due = true;
  }

  boolean isDue() {
    return due;
  }

  /** Begins a read, whose rows are new enough for all present subscribers. */
  Reading<P> begin() {
    due = false;
    Reading<P> reading = new Reading<>(this, List.copyOf(joined), List.copyOf(joining));
    joined.addAll(joining);
    joining.clear();
    return reading;
  }

  /** Undoes the begin of a failed read: the new subscribers wait for the next one. */
  void beginAgain(Reading<P> failed) {
    for (LiveSubscription<P> each : failed.joining()) {
      if (joined.remove(each)) {
        joining.add(each);
      }
    }
    due = true;
  }

  List<LiveSubscription<P>> subscribers() {
    List<LiveSubscription<P>> all = new ArrayList<>(joined);
    all.addAll(joining);
    return all;
  }

  /**
   * A read of the rows of a watch.
   *
   * @param joined the subscribers that know the rows of the previous read
   * @param joining the subscribers that know nothing yet
   */
  record Reading<P>(
      Watch<P> watch, List<LiveSubscription<P>> joined, List<LiveSubscription<P>> joining) {

    /** Gives each subscriber the rows that differ from its known rows. */
    void publish(Map<Object, RowState<P>> read) {
      List<RowState<P>> changed = watch.changed(read);
      watch.known = read;
      if (!changed.isEmpty()) {
        joined.forEach(each -> each.offer(changed));
      }
      List<RowState<P>> all = List.copyOf(read.values());
      joining.forEach(each -> each.offer(all));
    }

    void fail(Throwable failure) {
      joined.forEach(each -> each.fail(failure));
      joining.forEach(each -> each.fail(failure));
    }
  }

  private List<RowState<P>> changed(Map<Object, RowState<P>> read) {
    List<RowState<P>> changed = new ArrayList<>();
    for (RowState<P> state : read.values()) {
      RowState<P> before = known.get(state.id());
      if (before == null || !before.isSame(state)) {
        changed.add(state);
      }
    }
    for (Object id : known.keySet()) {
      if (!read.containsKey(id)) {
        changed.add(RowState.none(id));
      }
    }
    return changed;
  }
}
