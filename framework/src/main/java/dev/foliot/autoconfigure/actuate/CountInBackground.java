package dev.foliot.autoconfigure.actuate;

import dev.foliot.time.Background;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of all nodes. No caller waits for the database: callers get the previous numbers, which
 * are read again in the background, at most four times a minute.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CountInBackground<T> {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Supplier<T> numbers;
  private final Background background;
  private final LongSupplier nanoTime;
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile @Nullable T latest;
  private volatile long due;

  /**
   * @param numbers reads them
   * @param nanoTime measures the pause
   */
  public CountInBackground(Supplier<T> numbers, Background background, LongSupplier nanoTime) {
    this.numbers = numbers;
    this.background = background;
    this.nanoTime = nanoTime;
    this.due = nanoTime.getAsLong();
  }

  /** The latest numbers; null if they are not known, such as while the database is unavailable. */
  public @Nullable T latest() {
    if (nanoTime.getAsLong() - due >= 0
        && counting.compareAndSet(false, true)
        && !background.run(this::count)) {
      counting.set(false);
    }
    return latest;
  }

  private void count() {
    @Nullable T counted = null;
    try {
      counted = numbers.get();
    } catch (Throwable away) {
      // It is not known then.
    } finally {
      latest = counted;
      due = nanoTime.getAsLong() + PAUSE_NANOS;
      counting.set(false);
    }
  }
}
