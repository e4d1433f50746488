package dev.foliot.crash;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.message.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that send commands: some in bulk, some that abort, and all to the same few counters.
 * Beside them they begin orders, some at once and some later, as long as there are any left.
 */
final class WriteAtRandom {
  private static final int THREADS = 3;
  private static final int COUNTERS = 12;
  private static final int GROUPS = 4;
  private static final int ORDERS_AT_ONCE = 2;

  private final Domain domain;
  private final Semaphore allowed = new Semaphore(0);
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger orders = new AtomicInteger();
  private final int mostOrders;
  private volatile boolean ending;

  WriteAtRandom(Domain domain, int orders, long seed) {
    this.domain = domain;
    this.mostOrders = orders;
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
    while (beginOrder()) {}
    return new TreeMap<>(acknowledged);
  }

  private void write(Random random) {
    while (true) {
      allowed.acquireUninterruptibly();
      if (ending) {
        return;
      }
      for (int i = 0; i < ORDERS_AT_ONCE; i++) {
        beginOrder();
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

  /** A commit that is refused stores nothing, and is repeated. */
  private boolean beginOrder() {
    int number = orders.getAndIncrement();
    boolean more = number < mostOrders;
    var options =
        number % 3 == 0
            ? CommandOptions.after(Duration.ofMillis(number % 7 * 100))
            : CommandOptions.none();
    for (boolean done = !more; !done; ) {
      try {
        domain.submit(new Orders.Begin("o" + number, number % 4 != 0), options);
        done = true;
      } catch (RuntimeException refused) {
        // once more
      }
    }
    return more;
  }
}
