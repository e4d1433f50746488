package dev.foliot.eventstore;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/**
 * The highest position up to which this node knows that the log is settled: every message is
 * visible or will never come. Safe for use by several threads.
 */
final class SettledMark {
  private final Supplier<OpenAppends> look;
  private final AtomicLong mark = new AtomicLong();
  private final SingletonSupplier<Long> firstLook = SingletonSupplier.of(this::move);
  private final HoleWatch watch;

  /**
   * @param look reads the open appends
   */
  SettledMark(Supplier<OpenAppends> look) {
    this.look = look;
    this.watch = newWatch();
  }

  HoleWatch newWatch() {
    return new HoleWatch(look);
  }

  /** Moves the mark as far as one look at the log allows, and returns it. */
  long move() {
    synchronized (watch) {
      watch.look(mark.get() + 1);
      note(watch.settled());
    }
    return mark.get();
  }

  /** The mark. Only the first call looks at the log. */
  long known() {
    return Math.max(firstLook.obtain(), mark.get());
  }

  /** Moves the mark to a settled position, if it is lower. */
  void note(long position) {
    mark.accumulateAndGet(position, Math::max);
  }
}
