package dev.foliot.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Takes wall time and the CPU time of this process and of the database server. */
public final class Stopwatch {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final LongSupplier wall;
  private final LongSupplier process;
  private final Supplier<Duration> server;
  private final Duration serverBefore;
  private final long processBefore;
  private final long wallBefore;

  private Stopwatch(LongSupplier wall, LongSupplier process, Supplier<Duration> server) {
    this.wall = wall;
    this.process = process;
    this.server = server;
    this.serverBefore = server.get();
    this.processBefore = process.getAsLong();
    this.wallBefore = wall.getAsLong();
  }

  /**
   * @param serverCpu the CPU time that the server has used so far
   */
  public static Stopwatch start(Supplier<Duration> serverCpu) {
    return start(System::nanoTime, PROCESS::getProcessCpuTime, serverCpu);
  }

  /** On given clocks, in nanoseconds. */
  static Stopwatch start(LongSupplier wall, LongSupplier process, Supplier<Duration> server) {
    return new Stopwatch(wall, process, server);
  }

  /** The sample since the start. */
  public Sample stop(long operations, Histogram latencies) {
    Duration took = Duration.ofNanos(wall.getAsLong() - wallBefore);
    Duration used = Duration.ofNanos(process.getAsLong() - processBefore);
    return new Sample(operations, took, used, server.get().minus(serverBefore), latencies);
  }

  /** The sample since the start, of operations whose latencies were not taken. */
  public Sample stop(long operations) {
    return stop(operations, noLatencies());
  }

  /** A histogram for latencies up to a minute, at three digits. */
  public static Histogram noLatencies() {
    return new Histogram(60_000_000_000L, 3);
  }
}
