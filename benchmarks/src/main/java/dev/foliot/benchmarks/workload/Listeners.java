package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.order.HandWrittenOrders;
import dev.foliot.benchmarks.order.OrderApplication;
import dev.foliot.benchmarks.order.OrderListener;
import dev.foliot.benchmarks.order.PlaceOrder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;

/** W5: a row, an event, and a listener that hears of it later. */
final class Listeners implements Workload {
  private static final int THREADS = 8;

  @Override
  public String name() {
    return "W5 row and listener";
  }

  @Override
  public String description() {
    return "8 threads insert a row (Foliot: a JPA entity) and raise one event; a listener on a thread of its own hears of it after the commit; a turn ends when all have been heard of";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Load load = Load.lasting(THREADS, size.round());
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new ByHand(database, load));
    for (Statistics statistics : Statistics.on(database)) {
      contenders.add(new WithFoliot(statistics, database, load));
    }
    return contenders;
  }

  private static PlaceOrder order(int number) {
    return new PlaceOrder("order-" + number, "customer-" + number % 100, 4_200);
  }

  private static final class ByHand implements Contender {
    private final Database database;
    private final Load load;
    private final HikariDataSource pool;
    private final HandWrittenOrders orders;
    private final ExecutorService listener = Executors.newSingleThreadExecutor();
    private final AtomicInteger next = new AtomicInteger();
    private final Semaphore heard = new Semaphore(0);
    private final Semaphore waiting = new Semaphore(1);

    ByHand(Database database, Load load) {
      this.database = database;
      this.load = load;
      pool = database.newPoolByHand();
      orders = new HandWrittenOrders(pool);
    }

    @Override
    public String name() {
      return "JDBC";
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      Sample placed =
          load.run(
              database::serverCpu,
              (thread, random) -> {
                orders.place(order(next.getAndIncrement()));
                wakeListener();
              });
      heard.acquireUninterruptibly((int) placed.operations());
      return stopwatch.stop(placed.operations(), placed.latencies());
    }

    /** One look is enough for all that commit before it begins. */
    private void wakeListener() {
      if (waiting.tryAcquire()) {
        listener.execute(this::listen);
      }
    }

    private void listen() {
      waiting.release();
      try {
        for (int more = orders.listen(); more > 0; more = orders.listen()) {
          heard.release(more);
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The listener failed", e);
      }
    }

    @Override
    public void close() {
      listener.shutdownNow();
      pool.close();
    }
  }

  private static final class WithFoliot implements Contender {
    private final Statistics statistics;
    private final Database database;
    private final Load load;
    private final ConfigurableApplicationContext application;
    private final Domain domain;
    private final AtomicInteger next = new AtomicInteger();
    private final Semaphore heard = new Semaphore(0);

    WithFoliot(Statistics statistics, Database database, Load load) {
      this.statistics = statistics;
      this.database = database;
      this.load = load;
      application = OrderApplication.start(database);
      domain = application.getBean(Domain.class);
      application.getBean(OrderListener.class).tell(heard::release);
      statistics.begin(application.getBean(DataSource.class));
    }

    @Override
    public String name() {
      return statistics.name("Foliot, JPA entity");
    }

    /** The tables hold the orders of all turns before. */
    @Override
    public void prepare() {
      statistics.filled(application.getBean(DataSource.class));
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      Sample placed =
          load.run(
              database::serverCpu,
              (thread, random) -> domain.process(order(next.getAndIncrement())));
      heard.acquireUninterruptibly((int) placed.operations());
      return stopwatch.stop(placed.operations(), placed.latencies());
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
