package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that a node executes, on threads of their own. */
final class RunsInHand {
  private static final Logger LOG = LoggerFactory.getLogger(RunsInHand.class);

  private final String node;
  private final int threads;
  private final ThreadPoolExecutor pool;
  private final Predicate<RunRow> execute;
  private final Runnable onRoom;
  private final Runnable onLost;
  private final Set<String> runs = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param node the name of the node
   * @param execute executes a run; false if its outcome is unknown
   * @param onRoom is called when a thread is free again
   * @param onLost is called when this node may own a run that it does not execute
   */
  RunsInHand(
      String node,
      int threads,
      ThreadFactory factory,
      Predicate<RunRow> execute,
      Runnable onRoom,
      Runnable onLost) {
    this.node = node;
    this.threads = threads;
    this.execute = execute;
    this.onRoom = onRoom;
    this.onLost = onLost;
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

  /**
   * The number of runs that may be claimed. Each thread may have a second run, so that it does not
   * wait for the next claim. The other runs are left to other nodes.
   */
  int room() {
    return 2 * threads - runs.size();
  }

  /** Reserves a thread for a run; false if no thread is free, or if the run is in hand already. */
  boolean reserve(String run) {
    return hasRoom() && runs.add(run);
  }

  /** Releases a reserved thread, because its run was not stored. */
  void giveUp(String run) {
    runs.remove(run);
    onRoom.run();
  }

  /** Releases a reserved thread, although the run may be stored as owned by this node. */
  void lose(String run) {
    runs.remove(run);
    onLost.run();
  }

  /** Executes a run that this node owns. Without a thread, the node gives it back. */
  void execute(RunRow run) {
    runs.add(run.id());
    try {
      pool.execute(() -> executeInThread(run));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      LOG.warn("run={} has got no thread and is given back: {}", run.id(), ErrorText.firstLine(e));
      lose(run.id());
    }
  }

  private void executeInThread(RunRow run) {
    boolean isKnown = false;
    try {
      isKnown = execute.test(run);
    } finally {
      if (isKnown) {
        giveUp(run.id());
      } else {
        lose(run.id());
      }
    }
  }

  /**
   * Hands all runs over to other nodes: runs that have not begun at once, the others between two
   * operations.
   */
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
