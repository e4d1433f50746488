package dev.foliot.crash;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, and what can be done to it. */
final class NodeProcess {
  private static final int SIGTERM_EXIT = 128 + 15;
  private static final int LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;
  private boolean stalled;

  private NodeProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static NodeProcess start(String name, List<String> command, Path log) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new NodeProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its engine runs. */
  void awaitReady(Duration most) {
    await(this + " starts")
        .atMost(most)
        .pollInterval(Duration.ofMillis(20))
        .failFast(this::failIfEnded)
        .until(() -> lines().contains(CrashNode.READY));
  }

  private void failIfEnded() {
    if (!process.isAlive()) {
      throw new AssertionError(this + " did not start:\n" + endOfLog());
    }
  }

  /** SIGKILL: nothing is finished, saved or given back. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGSTOP: it does not know that time passes. */
  void stall() {
    signal("STOP");
    stalled = true;
  }

  /** SIGCONT: it goes on where it stood. */
  void resume() {
    signal("CONT");
    stalled = false;
  }

  boolean isStalled() {
    return stalled;
  }

  private void signal(String signal) {
    try {
      int exit = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + signal + " of " + this + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * SIGTERM: it finishes what it has in hand. {@code Process.destroy} would close its input too.
   */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Whether it ended by SIGTERM, and in time. */
  boolean hasTerminated(Duration most) {
    try {
      return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)
          && process.exitValue() == SIGTERM_EXIT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The stacks of its threads in Foliot's code; empty if it cannot tell. */
  String stacks() {
    if (stalled || !process.isAlive()) {
      return "";
    }
    int before = lines().size();
    signal("QUIT");
    await(this + " prints its threads")
        .until(() -> lines().stream().skip(before).anyMatch(line -> line.startsWith("JNI global")));
    String dump = String.join("\n", lines().subList(before, lines().size()));
    return Arrays.stream(dump.split("\n\n"))
        .filter(thread -> thread.contains("dev.foliot"))
        .collect(joining("\n"));
  }

  String endOfLog() {
    List<String> lines = lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  private List<String> lines() {
    try {
      return Files.readString(log).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
