package dev.foliot.live;

import dev.foliot.failure.ReadableError;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber, with its demand and its end, by the rules of Reactive Streams. A subclass has the
 * items.
 *
 * <p>One task at a time gives signals, or reads items. After it, the next task begins. With a
 * {@link LiveThreads} that runs a task at once, the tasks follow in a loop, so that the depth of
 * the stack does not depend on the number of items.
 *
 * @param <T> the items
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public abstract class SerialSubscription<T> implements Flow.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(SerialSubscription.class);

  private final Flow.Subscriber<? super T> subscriber;
  private final LiveThreads threads;

  // Guarded by this object, like the items of a subclass.
  private long demand;
  private @Nullable Throwable error;
  private boolean ended;
  private boolean busy = true; // until onSubscribe has returned

  /** The subscription begins with {@link #begin}. */
  protected SerialSubscription(Flow.Subscriber<? super T> subscriber, LiveThreads threads) {
    this.subscriber = subscriber;
    this.threads = threads;
  }

  // ---- the items; the methods run while this object is locked, except read and left

  /** Whether an item can be given. */
  protected abstract boolean hasItem();

  /** Removes the next item. */
  protected abstract T take();

  /** Whether {@code onComplete} is due, without demand. */
  protected abstract boolean isComplete();

  /** Forgets the items, because the subscription has ended. */
  protected abstract void clear();

  /** Whether {@link #read} must run. */
  protected boolean isReadDue() {
    return false;
  }

  /** Reads items, on a thread for reads. Waiting signals are given first. */
  protected void read() {}

  /** Called once, when the subscription has ended. */
  protected abstract void left();

  /** The items, for log lines. */
  protected abstract String name();

  // ---- the publisher

  /** The first signal, in the thread of the caller; other signals wait for its end. */
  public final void begin() {
    try {
      subscriber.onSubscribe(this);
    } catch (Throwable e) {
      failed("onSubscribe", e);
    }
    synchronized (this) {
      busy = false;
    }
    goOn();
  }

  /** Gives the last signal, instead of waiting items. */
  public final void fail(Throwable failure) {
    synchronized (this) {
      error = error == null ? failure : error;
    }
    goOn();
  }

  /** How many items the subscriber has requested and not received; called with the lock. */
  protected final long demand() {
    return demand;
  }

  /** Whether the subscription has ended; called with the lock. */
  protected final boolean hasEnded() {
    return ended;
  }

  // ---- the subscriber

  @Override
  public final void request(long n) {
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
    goOn();
  }

  @Override
  public final void cancel() {
    if (end()) {
      left();
    }
  }

  /** Ends the subscription; true the first time. */
  private synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    clear();
    return first;
  }

  // ---- one task after the other

  /** Begins the next task. Called after each change of the items. */
  protected final void goOn() {
    for (Task task = nextTask(); task != null && task.isDoneAtOnce(); task = nextTask()) {
      // the next one
    }
  }

  private synchronized @Nullable Task nextTask() {
    if (busy || ended) {
      return null;
    }
    if (hasSignal()) {
      busy = true;
      return new Task(this::giveSignals, threads::signal);
    }
    if (isReadDue()) {
      busy = true;
      return new Task(this::read, threads::read);
    }
    return null;
  }

  private final class Task implements Runnable {
    private final Runnable work;
    private final Consumer<Runnable> thread;
    private boolean isDone;
    private boolean isLeftAlone;

    Task(Runnable work, Consumer<Runnable> thread) {
      this.work = work;
      this.thread = thread;
    }

    /**
     * Hands the task over. If the task is not done when this method returns, it continues by
     * itself.
     */
    boolean isDoneAtOnce() {
      try {
        thread.accept(this);
      } catch (Throwable e) { // such as no memory for a thread; other subscribers continue
        LOG.error("A subscriber of {} waits for the next change", name(), ReadableError.of(e));
        release();
        return false;
      }
      synchronized (SerialSubscription.this) {
        isLeftAlone = !isDone;
        return isDone;
      }
    }

    @Override
    public void run() {
      try {
        work.run();
      } finally {
        if (release()) {
          goOn();
        }
      }
    }

    private boolean release() {
      synchronized (SerialSubscription.this) {
        busy = false;
        isDone = true;
        return isLeftAlone;
      }
    }
  }

  // ---- signals

  private boolean hasSignal() {
    return !ended && (error != null || isComplete() || (demand > 0 && hasItem()));
  }

  /** Gives signals until there are none, so that a request within a signal is served, too. */
  private void giveSignals() {
    for (Runnable next = nextSignal(); next != null; next = nextSignal()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable nextSignal() {
    if (!hasSignal()) {
      return null;
    }
    Throwable failure = error;
    if (failure != null) {
      return () -> last("onError", () -> subscriber.onError(failure));
    }
    if (isComplete()) {
      return () -> last("onComplete", subscriber::onComplete);
    }
    demand = demand == Long.MAX_VALUE ? demand : demand - 1;
    T item = take();
    return () -> give(item);
  }

  private void give(T item) {
    try {
      subscriber.onNext(item);
    } catch (Throwable e) {
      failed("onNext", e);
    }
  }

  private void last(String method, Runnable signal) {
    if (end()) {
      left();
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
        "A subscriber of {} threw an exception in {} and gets no more: {}",
        name(),
        method,
        subscriber.getClass().getName(),
        ReadableError.of(e));
  }
}
