package dev.foliot.benchmarks.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The CPU time of a PostgreSQL server: of its first process, and of those that it starts for
 * connections and its own work. Read from Linux's {@code /proc}; zero elsewhere.
 */
final class ServerCpu {
  private static final long TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux
  private static final int USER_TIME = 11;

  private final ProcessHandle server;

  private ServerCpu(ProcessHandle server) {
    this.server = server;
  }

  /** The server that works in that directory. */
  static ServerCpu of(Path dataDirectory) {
    try (Stream<String> lines = Files.lines(dataDirectory.resolve("postmaster.pid"))) {
      long pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
      return new ServerCpu(ProcessHandle.of(pid).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException("The server's process is not known", e);
    }
  }

  /** What it has used so far; processes that have ended are counted with the first one. */
  Duration get() {
    long ticks =
        Stream.concat(Stream.of(server), server.descendants()).mapToLong(ServerCpu::ticks).sum();
    return Duration.ofNanos(ticks * 1_000_000_000L / TICKS_PER_SECOND);
  }

  /** User and system time of a process, and of its children that have ended. */
  private static long ticks(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = USER_TIME; i < USER_TIME + 4; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException goneOrNoLinux) {
      return 0;
    }
  }
}
