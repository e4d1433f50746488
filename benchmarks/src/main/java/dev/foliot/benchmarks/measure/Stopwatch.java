package dev.foliot.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Takes wall time and the CPU time of this process and of the database server. */
public final class Stopwatch {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Supplier<Duration> serverCpu;
  private final long wallBefore;
  private final long processBefore;
  private final Duration serverBefore;

  private Stopwatch(Supplier<Duration> serverCpu) {
    this.serverCpu = serverCpu;
    this.serverBefore = serverCpu.get();
    this.processBefore = PROCESS.getProcessCpuTime();
    this.wallBefore = System.nanoTime();
  }

  /**
   * @param serverCpu the CPU time that the server has used so far
   */
  public static Stopwatch start(Supplier<Duration> serverCpu) {
    return new Stopwatch(serverCpu);
  }

  /** The sample since the start. */
  public Sample stop(long operations, Histogram latencies) {
    long wall = System.nanoTime() - wallBefore;
    long process = PROCESS.getProcessCpuTime() - processBefore;
    return new Sample(
        operations,
        Duration.ofNanos(wall),
        Duration.ofNanos(process),
        serverCpu.get().minus(serverBefore),
        latencies);
  }

  /** The sample since the start, of operations whose latencies were not taken. */
  public Sample stop(long operations) {
    return stop(operations, noLatencies());
  }

  /** Latencies up to a minute, at three digits. */
  static Histogram noLatencies() {
    return new Histogram(60_000_000_000L, 3);
  }
}
