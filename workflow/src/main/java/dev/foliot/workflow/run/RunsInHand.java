package dev.foliot.workflow.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The runs that a node executes, on threads of their own. */
final class RunsInHand {
  private final String node;
  private final int threads;
  private final ThreadPoolExecutor pool;
  private final Consumer<RunRow> execute;
  private final Runnable onRoom;
  private final Set<String> runs = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param node the name of the node
   * @param execute executes a run; it must not fail
   * @param onRoom is called when a run has left
   */
  RunsInHand(
      String node, int threads, ThreadFactory factory, Consumer<RunRow> execute, Runnable onRoom) {
    this.node = node;
    this.threads = threads;
    this.execute = execute;
    this.onRoom = onRoom;
    this.pool =
        new ThreadPoolExecutor(
            threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    pool.allowCoreThreadTimeOut(true);
  }

  String node() {
    return node;
  }

  boolean isStopping() {
    return stopping;
  }

  boolean has(String run) {
    return runs.contains(run);
  }

  List<String> ids() {
    return runs.stream().sorted().toList();
  }

  /** Whether a thread is free. */
  boolean hasRoom() {
    return !stopping && runs.size() < threads;
  }

  /** Keeps a thread for a run; false if there is none, or if the run is in hand already. */
  boolean reserve(String run) {
    return hasRoom() && runs.add(run);
  }

  /** The run that a thread was kept for does not come. */
  void giveUp(String run) {
    runs.remove(run);
    onRoom.run();
  }

  /** Executes a run that this node owns. */
  void execute(RunRow run) {
    runs.add(run.id());
    try {
      pool.execute(
          () -> {
            try {
              execute.accept(run);
            } finally {
              giveUp(run.id());
            }
          });
    } catch (RejectedExecutionException stopped) {
      runs.remove(run.id()); // other nodes take it over when this one has left
    }
  }

  /** Runs that have not begun are given to other nodes, the others between two operations. */
  void end(Duration most) {
    stopping = true;
    pool.shutdown();
    try {
      pool.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
