package dev.foliot.live;

import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.projection.RowsById;
import dev.foliot.projection.RowsByIds;
import dev.foliot.projection.View;
import dev.foliot.projection.Views;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;

/** A projection in memory, with the deliveries, the threads and the time that a test makes. */
final class Stocks {

  /** A row that is equal to any other of its id, as an entity may be. */
  static final class Stock {
    private final String id;
    private final int available;

    Stock(String id, int available) {
      this.id = id;
      this.available = available;
    }

    int available() {
      return available;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Stock same && id.equals(same.id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }

    @Override
    public String toString() {
      return String.valueOf(available);
    }
  }

  /** Another row, a record whose {@code equals} fails. */
  record Label(String id, int available) {
    @Override
    public boolean equals(Object other) {
      throw new StackOverflowError();
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }

    @Override
    public String toString() {
      return id + " " + available;
    }
  }

  final Map<String, Integer> committed = new ConcurrentHashMap<>();
  final Map<String, Throwable> unreadable = new ConcurrentHashMap<>();
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger wholeReads = new AtomicInteger();
  final List<Runnable> wakes = new CopyOnWriteArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  final AtomicLong mark = new AtomicLong();
  final ByHand threads = new ByHand();
  Runnable duringRead = () -> {};
  Runnable duringCount = () -> {};
  Runnable duringPoll = () -> {};
  final LiveChanges live;

  Stocks() {
    this(Duration.ZERO);
  }

  Stocks(Duration minInterval) {
    this(minInterval, null);
  }

  Stocks(Duration minInterval, LiveThreads others) {
    live =
        new LiveChanges(
            new LiveParts(
                new OneView(),
                new OneByOne(),
                new HandlerRegistry(),
                this::register,
                names -> marks(),
                new Transactions(new NoTransactions()),
                others == null ? threads : others,
                nanos::get,
                new LiveSettings(minInterval, Duration.ofSeconds(1))));
  }

  private Object marks() {
    duringPoll.run();
    return mark.get();
  }

  private ProjectionProgress.Registration register(Set<String> names, Runnable wake) {
    wakes.add(wake);
    return () -> wakes.remove(wake);
  }

  /** A delivery changes a row and wakes the readers, whose work is not done yet. */
  void deliver(String id, int available) {
    committed.put(id, available);
    wakes.forEach(Runnable::run);
  }

  /** As {@link #deliver}, and all work is done. */
  void change(String id, int available) {
    deliver(id, available);
    threads.runAll();
  }

  void remove(String id) {
    committed.remove(id);
    wakes.forEach(Runnable::run);
    threads.runAll();
  }

  Recorder<Stock> follow(Object id, Recorder<Stock> recorder) {
    live.of(Stock.class, id).subscribe(recorder);
    threads.runAll();
    return recorder;
  }

  Recorder<Stock> follow(RowFilter<Stock> filter, Recorder<Stock> recorder) {
    live.of(Stock.class, filter).subscribe(recorder);
    threads.runAll();
    return recorder;
  }

  static RowFilter<Stock> all() {
    return RowFilter.<Stock>all().identifiedBy(stock -> stock.id);
  }

  private static final class OneByOne implements RowsByIds {
    @Override
    public <P> Optional<RowsById<P>> of(Class<P> projection, View<P> view) {
      return Optional.empty();
    }
  }

  private final class OneView implements Views {
    @Override
    @SuppressWarnings("unchecked")
    public <P> View<P> of(Class<P> projection) {
      if (projection == Label.class) {
        return (View<P>) new LabelView();
      }
      if (projection != Stock.class) {
        throw Views.unknown(projection);
      }
      return (View<P>) new StockView();
    }
  }

  private final class LabelView implements View<Label> {
    private final StockView stocks = new StockView();

    @Override
    public Label get(Object id) {
      return find(id).orElseThrow();
    }

    @Override
    public Optional<Label> find(Object id) {
      return stocks.find(id).map(Stocks::label);
    }

    @Override
    public List<Label> findAll() {
      return stocks.findAll().stream().map(Stocks::label).toList();
    }

    @Override
    public long count() {
      return stocks.count();
    }

    @Override
    public boolean exists(Object id) {
      return stocks.exists(id);
    }
  }

  private static Label label(Stock stock) {
    return new Label(stock.id, stock.available);
  }

  @SuppressWarnings("unchecked")
  static <E extends Throwable> E undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private final class StockView implements View<Stock> {
    @Override
    public Stock get(Object id) {
      return find(id).orElseThrow();
    }

    @Override
    public Optional<Stock> find(Object id) {
      reads.incrementAndGet();
      if (!(id instanceof String)) {
        throw new IllegalArgumentException("An id is a String, not " + id.getClass());
      }
      if (unreadable.containsKey(id)) {
        throw Stocks.<RuntimeException>undeclared(unreadable.get(id));
      }
      Optional<Stock> found =
          Optional.ofNullable(committed.get(id))
              .map(available -> new Stock((String) id, available));
      duringRead.run();
      return found;
    }

    @Override
    public List<Stock> findAll() {
      wholeReads.incrementAndGet();
      List<Stock> all = new ArrayList<>();
      new TreeMap<>(committed).forEach((id, available) -> all.add(new Stock(id, available)));
      duringRead.run();
      return all;
    }

    @Override
    public long count() {
      duringCount.run();
      return committed.size();
    }

    @Override
    public boolean exists(Object id) {
      return find(id).isPresent();
    }
  }

  /** Threads that run when the test says so. */
  static final class ByHand implements LiveThreads {
    final Deque<Runnable> reads = new ArrayDeque<>();
    final Deque<Runnable> signals = new ArrayDeque<>();
    final List<Runnable> later = new ArrayList<>();
    final List<Runnable> repeated = new CopyOnWriteArrayList<>();
    int missing;

    private void begin() {
      if (missing > 0) {
        missing--;
        throw new OutOfMemoryError("unable to create native thread");
      }
    }

    void runAll() {
      while (!reads.isEmpty() || !signals.isEmpty()) {
        (reads.isEmpty() ? signals : reads).remove().run();
      }
    }

    void runLater() {
      List<Runnable> due = List.copyOf(later);
      later.clear();
      due.forEach(Runnable::run);
      runAll();
    }

    void poll() {
      repeated.forEach(Runnable::run);
      runAll();
    }

    @Override
    public void read(Runnable work) {
      begin();
      reads.add(work);
    }

    @Override
    public void signal(Runnable work) {
      begin();
      signals.add(work);
    }

    @Override
    public void later(Duration delay, Runnable work) {
      later.add(work);
    }

    @Override
    public Timer every(Duration pause, Runnable work) {
      repeated.add(work);
      return () -> repeated.remove(work);
    }

    @Override
    public void close() {}
  }

  private static final class NoTransactions implements PlatformTransactionManager {
    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      return new SimpleTransactionStatus();
    }

    @Override
    public void commit(TransactionStatus status) {}

    @Override
    public void rollback(TransactionStatus status) {}
  }
}
