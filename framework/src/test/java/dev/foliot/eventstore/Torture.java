package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static dev.foliot.eventstore.TestLog.stream;

import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Many writers at once and one thread that reads the log in three ways meanwhile, until each writer
 * has made its number of transactions. What the writers decide is drawn from seeds.
 */
final class Torture {
  private static final int STREAMS = 12;

  private final TestLog log;
  private final int writers;
  private final int transactions;
  private final Queue<String> committed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger writing = new AtomicInteger();
  private final Semaphore progress = new Semaphore(0);
  private final AtomicInteger conflicts = new AtomicInteger();
  private final List<String> seen = new ArrayList<>();
  private final List<String> seenByFilter = new ArrayList<>();
  private final List<String> seenByCategory = new ArrayList<>();

  Torture(TestLog log, int writers, int transactions) {
    this.log = log;
    this.writers = writers;
    this.transactions = transactions;
  }

  void run() {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    Writer unrelated = log.writer();
    unrelated.execute("insert into other_things values (0)");
    writing.set(writers);
    try {
      List<? extends Future<?>> running =
          IntStream.range(0, writers)
              .mapToObj(seed -> threads.submit(() -> write(new Random(seed))))
              .toList();
      read();
      running.forEach(Writer::await);
    } finally {
      threads.shutdownNow();
      unrelated.rollback();
    }
  }

  private void write(Random random) {
    TransactionTemplate template = new TransactionTemplate(log.transactions);
    try {
      for (int i = 0; i < transactions; i++) {
        List<String> mine = new ArrayList<>();
        template.executeWithoutResult(transaction -> write(random, transaction, mine));
        committed.addAll(mine);
        progress.release();
      }
    } finally {
      writing.decrementAndGet();
      progress.release();
    }
  }

  private void write(Random random, TransactionStatus transaction, List<String> mine) {
    if (random.nextBoolean()) {
      log.jdbc.execute("insert into other_things values (1)");
    }
    int stream = random.nextInt(STREAMS);
    for (int part = random.nextInt(3); part >= 0; part--) {
      append(String.valueOf(stream), mine);
      progress.release();
      for (int others = random.nextInt(5); others > 0; others--) {
        log.jdbc.execute("insert into other_things values (2)");
      }
      stream += random.nextInt(STREAMS); // ascending: two transactions cannot lock each other out
    }
    if (random.nextInt(10) == 0) {
      transaction.setRollbackOnly();
      mine.clear();
    }
  }

  /** After a conflict the transaction goes on. */
  private void append(String id, List<String> mine) {
    long version = log.store.currentVersion(stream(id));
    try {
      log.store.append(List.of(log.event(id, version + 1), log.event(id, version + 2)));
      mine.add(id + "@" + (version + 1));
      mine.add(id + "@" + (version + 2));
    } catch (ConcurrentAggregateChangeException e) {
      conflicts.incrementAndGet();
    }
  }

  /** Reads at each append and each end of a transaction, while others go on, and at the end. */
  private void read() {
    LogTail tail = log.store.tail(0);
    long filtered = 0;
    long byCategory = 0;
    boolean last;
    do {
      progress.acquireUninterruptibly();
      progress.drainPermits();
      last = writing.get() == 0;
      long before;
      do {
        before = tail.position();
        seen.addAll(names(tail.read(20)));
        filtered = readFiltered(filtered, tail.settled());
        byCategory = readCategory(byCategory);
      } while (tail.position() > before);
    } while (!last);
  }

  private long readFiltered(long after, long settled) {
    LogFilter filter =
        LogFilter.between(after, settled, Integer.MAX_VALUE).streams(Set.of(stream("1")));
    seenByFilter.addAll(names(log.store.read(filter)));
    return settled;
  }

  private long readCategory(long after) {
    List<RecordedMessage> read = log.store.readCategory(TestLog.CATEGORY, after, 1000);
    seenByCategory.addAll(names(read));
    return read.isEmpty() ? after : read.get(read.size() - 1).position();
  }

  /** Whether the message is of stream 1. */
  static boolean isFiltered(String name) {
    return name.startsWith("1@");
  }

  List<String> committed() {
    return List.copyOf(committed);
  }

  List<String> seen() {
    return seen;
  }

  List<String> seenByFilter() {
    return seenByFilter;
  }

  List<String> seenByCategory() {
    return seenByCategory;
  }

  int conflicts() {
    return conflicts.get();
  }

  /** What was seen when its stream had not come to the version before it. */
  List<String> streamsOutOfOrder() {
    Map<String, Long> versions = new HashMap<>();
    return seen.stream()
        .filter(
            name -> {
              String[] parts = name.split("@");
              long version = Long.parseLong(parts[1]);
              Long before = versions.put(parts[0], version);
              return (before == null ? 0 : before) + 1 != version;
            })
        .toList();
  }
}
