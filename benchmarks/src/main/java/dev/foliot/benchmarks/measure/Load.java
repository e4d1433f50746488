package dev.foliot.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: some threads, each doing one operation after the other for a time.
 *
 * @param threads how many
 * @param time for how long
 */
public record Load(int threads, Duration time) {
  /** One operation. */
  @FunctionalInterface
  public interface Operation {
    void run(int thread, SplittableRandom random) throws Exception;
  }

  /** Runs the operation and measures it; the first error ends the run. */
  public Sample run(Supplier<Duration> serverCpu, Operation operation) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Stopwatch stopwatch = Stopwatch.start(serverCpu);
      long end = System.nanoTime() + time.toNanos();
      List<Future<Histogram>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        running.add(pool.submit(() -> loop(number, end, operation)));
      }
      Histogram latencies = Stopwatch.noLatencies();
      for (Future<Histogram> each : running) {
        latencies.add(each.get());
      }
      return stopwatch.stop(latencies.getTotalCount(), latencies);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("A round failed", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Histogram loop(int thread, long end, Operation operation) throws Exception {
    SplittableRandom random = new SplittableRandom(thread);
    Histogram latencies = Stopwatch.noLatencies();
    long before = System.nanoTime();
    while (before < end) {
      operation.run(thread, random);
      long after = System.nanoTime();
      latencies.recordValue(after - before);
      before = after;
    }
    return latencies;
  }
}
