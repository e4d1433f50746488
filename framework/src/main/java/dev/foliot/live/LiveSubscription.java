package dev.foliot.live;

import dev.foliot.failure.ReadableError;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber of the rows of a watch. It keeps only the newest state of each row that the
 * subscriber has not received yet. If a state is replaced before the subscriber requests it, it is
 * left out. Rows come in the order in which their changes were first seen.
 *
 * <p>The signals are serial: one task at a time gives them while there is demand.
 */
final class LiveSubscription<P> implements Flow.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSubscription.class);

  private final Flow.Subscriber<? super Change<P>> subscriber;
  private final boolean absence;
  private final LiveThreads threads;
  private final Consumer<LiveSubscription<P>> leave;

  // Guarded by this object.
  private final Map<Object, RowState<P>> pending = new LinkedHashMap<>();
  private final Map<Object, RowState<P>> given = new HashMap<>();
  private long demand;
  private @Nullable Throwable error;
  private boolean completed;
  private boolean ended;
  private boolean signalling = true; // until onSubscribe has returned

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
    this.subscriber = subscriber;
    this.absence = absence;
    this.threads = threads;
    this.leave = leave;
  }

  /** The first signal, in the thread of the caller; other signals wait for its end. */
  void begin() {
    try {
      subscriber.onSubscribe(this);
    } catch (Throwable e) {
      failed("onSubscribe", e);
    }
    synchronized (this) {
      signalling = false;
    }
    signal();
  }

  // ---- called by the subscriber

  @Override
  public void request(long n) {
    if (n <= 0) {
      fail(
          new IllegalArgumentException(
              "The subscriber requested %s items. Request at least 1 (Reactive Streams, rule 3.9)."
                  .formatted(n)));
      return;
    }
    synchronized (this) {
      demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
    }
    signal();
  }

  @Override
  public void cancel() {
    if (end()) {
      leave.accept(this);
    }
  }

  /** Ends the subscription; true the first time. */
  private synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    pending.clear();
    given.clear();
    return first;
  }

  // ---- called by the watch

  /** Offers the newest states of rows. A state that the subscriber has already is not given. */
  void offer(List<RowState<P>> states) {
    synchronized (this) {
      if (!ended) {
        states.forEach(this::put);
      }
    }
    signal();
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
  void fail(Throwable failure) {
    synchronized (this) {
      error = error == null ? failure : error;
    }
    signal();
  }

  /** Gives the last signal, instead of waiting rows. */
  void complete() {
    synchronized (this) {
      completed = true;
    }
    signal();
  }

  // ---- signals

  private void signal() {
    synchronized (this) {
      if (signalling || !hasSignal()) {
        return;
      }
      signalling = true;
    }
    try {
      threads.signal(this::giveSignals);
    } catch (Throwable e) { // such as no memory for a thread; the other subscribers go on
      synchronized (this) {
        signalling = false;
      }
      LOG.error("A subscriber of live changes waits for the next change", ReadableError.of(e));
    }
  }

  private boolean hasSignal() {
    return !ended && (error != null || completed || (demand > 0 && !pending.isEmpty()));
  }

  /** Gives signals until there are none, so that a request within a signal is served, too. */
  private void giveSignals() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    if (!hasSignal()) {
      signalling = false;
      return null;
    }
    Throwable failure = error;
    if (failure != null) {
      return () -> last("onError", () -> subscriber.onError(failure));
    }
    if (completed) {
      return () -> last("onComplete", subscriber::onComplete);
    }
    demand = demand == Long.MAX_VALUE ? demand : demand - 1;
    RowState<P> state = take();
    return () -> give(state);
  }

  /**
   * Takes the next state. A row that has left the filter is forgotten, so that memory is bounded.
   */
  private RowState<P> take() {
    Iterator<RowState<P>> first = pending.values().iterator();
    RowState<P> state = first.next();
    first.remove();
    if (state.isRow() || absence) {
      given.put(state.id(), state);
    } else {
      given.remove(state.id());
    }
    return state;
  }

  private void give(RowState<P> state) {
    try {
      subscriber.onNext(state.change());
    } catch (Throwable e) {
      failed("onNext", e);
    }
  }

  private void last(String method, Runnable signal) {
    if (end()) {
      leave.accept(this);
      try {
        signal.run();
      } catch (Throwable e) {
        failed(method, e);
      }
    }
  }

  /** Rule 2.13: the subscriber counts as cancelled. The others continue. */
  private void failed(String method, Throwable e) {
    cancel();
    LOG.warn(
        "A subscriber of live changes threw an exception in {} and gets no more: {}",
        method,
        subscriber.getClass().getName(),
        ReadableError.of(e));
  }
}
