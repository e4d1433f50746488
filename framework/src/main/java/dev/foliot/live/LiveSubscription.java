package dev.foliot.live;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * One subscriber of the rows of a watch. It keeps only the newest state of each row that the
 * subscriber has not received yet. If a state is replaced before the subscriber requests it, it is
 * left out. Rows come in the order in which their changes were first seen.
 */
final class LiveSubscription<P> extends SerialSubscription<Change<P>> {
  private final boolean absence;
  private final Consumer<LiveSubscription<P>> leave;

  // Guarded by this object.
  private final Map<Object, RowState<P>> pending = new LinkedHashMap<>();
  private final Map<Object, RowState<P>> given = new HashMap<>();
  private boolean completed;

  /**
   * @param absence whether the subscriber also receives the absence of a row that it has never
   *     received
   * @param leave called once, when the subscription ends
   */
  LiveSubscription(
      Flow.Subscriber<? super Change<P>> subscriber,
      boolean absence,
      LiveThreads threads,
      Consumer<LiveSubscription<P>> leave) {
    super(subscriber, threads);
    this.absence = absence;
    this.leave = leave;
  }

  // ---- called by the watch

  /** Offers the newest states of rows. A state that the subscriber has already is not given. */
  void offer(List<RowState<P>> states) {
    synchronized (this) {
      if (!hasEnded()) {
        states.forEach(this::put);
      }
    }
    goOn();
  }

  private void put(RowState<P> state) {
    RowState<P> last = given.get(state.id());
    boolean isKnown = last == null ? !state.isRow() && !absence : last.isSame(state);
    if (isKnown) {
      pending.remove(state.id());
    } else {
      pending.put(state.id(), state);
    }
  }

  /** Gives the last signal, instead of waiting rows. */
  void complete() {
    synchronized (this) {
      completed = true;
    }
    goOn();
  }

  // ---- the rows to give

  @Override
  protected boolean hasItem() {
    return !pending.isEmpty();
  }

  /**
   * Takes the next state. A row that has left the filter is forgotten, so that memory is bounded.
   */
  @Override
  protected Change<P> take() {
    Iterator<RowState<P>> first = pending.values().iterator();
    RowState<P> state = first.next();
    first.remove();
    if (state.isRow() || absence) {
      given.put(state.id(), state);
    } else {
      given.remove(state.id());
    }
    return state.change();
  }

  @Override
  protected boolean isComplete() {
    return completed;
  }

  @Override
  protected void clear() {
    pending.clear();
    given.clear();
  }

  @Override
  protected void left() {
    leave.accept(this);
  }

  @Override
  protected String name() {
    return "live changes";
  }
}
