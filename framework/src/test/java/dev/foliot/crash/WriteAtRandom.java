package dev.foliot.crash;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.message.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Threads that send commands: some in bulk, some that abort, and all to the same few counters. */
final class WriteAtRandom {
  private static final int THREADS = 3;
  private static final int COUNTERS = 12;
  private static final int GROUPS = 4;

  private final Domain domain;
  private final Semaphore allowed = new Semaphore(0);
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ending;

  WriteAtRandom(Domain domain, long seed) {
    this.domain = domain;
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      threads.add(new Thread(() -> write(random), "writer-" + i));
    }
    threads.forEach(Thread::start);
  }

  /** Lets it send some more. */
  void allow(int commands) {
    allowed.release(commands);
  }

  /** Sends no more, and says how many commands of each counter were acknowledged. */
  Map<String, Long> end() throws InterruptedException {
    ending = true;
    allow(THREADS);
    for (Thread thread : threads) {
      thread.join();
    }
    return new TreeMap<>(acknowledged);
  }

  private void write(Random random) {
    while (true) {
      allowed.acquireUninterruptibly();
      if (ending) {
        return;
      }
      String counter = "c" + random.nextInt(COUNTERS);
      boolean abort = random.nextInt(10) == 0;
      var options =
          random.nextInt(3) == 0
              ? CommandOptions.priority(Priority.BACKFILL)
              : CommandOptions.none();
      try {
        domain.process(new Counters.Count(counter, "g" + random.nextInt(GROUPS), abort), options);
        acknowledged.merge(counter, 1L, Long::sum);
      } catch (RuntimeException abortedOrRefused) {
        // it has no effect, as the ledger will show
      }
    }
  }
}
