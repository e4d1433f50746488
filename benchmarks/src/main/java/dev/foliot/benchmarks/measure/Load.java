package dev.foliot.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: some threads, each doing one operation after the other, at least one, until the
 * time is up or each has done as many as it may.
 *
 * @param threads how many
 * @param time for how long at most
 * @param operations the maximum number of operations of each thread
 */
public record Load(int threads, Duration time, long operations) {
  /** One operation. */
  @FunctionalInterface
  public interface Operation {
    /**
     * @param thread the thread's number, from 0
     * @param random the thread's own, the same in every turn
     */
    void run(int thread, SplittableRandom random) throws Exception;
  }

  /** A loop that only time ends. */
  public static Load lasting(int threads, Duration time) {
    return new Load(threads, time, Long.MAX_VALUE);
  }

  /** Runs the operation and measures it. */
  public Sample run(Supplier<Duration> serverCpu, Operation operation) {
    return run(serverCpu, operation, () -> false);
  }

  /** The same, until something is over: then the time is up. */
  public Sample run(Supplier<Duration> serverCpu, Operation operation, BooleanSupplier isOver) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Stopwatch stopwatch = Stopwatch.start(serverCpu);
      long end = System.nanoTime() + time.toNanos();
      List<Future<Histogram>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        running.add(pool.submit(() -> loop(number, end, operation, isOver)));
      }
      Histogram latencies = Stopwatch.noLatencies();
      for (Future<Histogram> each : running) {
        latencies.add(each.get());
      }
      return stopwatch.stop(latencies.getTotalCount(), latencies);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("A turn failed", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Histogram loop(int thread, long end, Operation operation, BooleanSupplier isOver)
      throws Exception {
    SplittableRandom random = new SplittableRandom(thread);
    Histogram latencies = Stopwatch.noLatencies();
    long before = System.nanoTime();
    do {
      operation.run(thread, random);
      long after = System.nanoTime();
      latencies.recordValue(after - before);
      before = after;
    } while (before < end && latencies.getTotalCount() < operations && !isOver.getAsBoolean());
    return latencies;
  }
}
