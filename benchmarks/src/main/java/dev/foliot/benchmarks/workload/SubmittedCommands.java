package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.measure.Tally;
import dev.foliot.benchmarks.payment.FoliotPayments;
import dev.foliot.benchmarks.payment.HandWrittenPayments;
import dev.foliot.benchmarks.payment.HandWrittenPayments.Way;
import dev.foliot.benchmarks.payment.RecordPayment;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** W12: commands that are stored, and handled after the commit. */
final class SubmittedCommands implements Workload {
  private static final int THREADS = 8;
  private static final int ACCOUNTS = 100;

  @Override
  public String name() {
    return "W12 submitted commands";
  }

  @Override
  public String description() {
    return "8 threads submit one command after the other, each in a transaction of its own; a handler in the background writes one row for each; a turn ends when all have been handled";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Load load = Load.lasting(THREADS, size.round());
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new ByHand("JDBC, a batch at once", HandWrittenPayments::atOnce, database, load));
    contenders.add(
        new ByHand(
            "JDBC, a statement for each command", HandWrittenPayments::oneByOne, database, load));
    for (Statistics statistics : Statistics.on(database)) {
      contenders.add(new WithFoliot(statistics, database, load));
    }
    return contenders;
  }

  private static RecordPayment payment(int number) {
    return new RecordPayment("payment-" + number, "account-" + number % ACCOUNTS, 4_200);
  }

  private static void requireAllWritten(int submitted, DataSource database) {
    Long written =
        new JdbcTemplate(database).queryForObject("select count(*) from payment", Long.class);
    if (written == null || written != submitted) {
      throw new IllegalStateException(
          "%s of %s submitted commands have written their row".formatted(written, submitted));
    }
  }

  private static final class ByHand implements Contender {
    private final String name;
    private final Database database;
    private final Load load;
    private final HikariDataSource pool;
    private final HandWrittenPayments payments;
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final AtomicInteger next = new AtomicInteger();
    private final Tally handled = new Tally();
    private final Semaphore waiting = new Semaphore(1);

    ByHand(String name, Way way, Database database, Load load) {
      this.name = name;
      this.database = database;
      this.load = load;
      pool = database.newPoolByHand();
      payments = new HandWrittenPayments(pool, way);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      Statistics.ANALYZED.filled(pool);
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      Sample submitted =
          load.run(
              database::serverCpu,
              (thread, random) -> {
                payments.submit(payment(next.getAndIncrement()));
                wakeWorker();
              });
      handled.await((int) submitted.operations());
      Sample sample = stopwatch.stop(submitted.operations(), submitted.latencies());
      requireAllWritten(next.get(), pool);
      return sample;
    }

    /** One look is enough for all that commit before it begins. */
    private void wakeWorker() {
      if (waiting.tryAcquire()) {
        worker.execute(this::work);
      }
    }

    private void work() {
      waiting.release();
      try {
        for (int more = payments.handle(); more > 0; more = payments.handle()) {
          handled.add(more);
        }
      } catch (SQLException e) {
        throw new IllegalStateException("The worker failed", e);
      }
    }

    @Override
    public void close() {
      worker.shutdownNow();
      pool.close();
    }
  }

  private static final class WithFoliot implements Contender {
    private final Statistics statistics;
    private final Database database;
    private final Load load;
    private final FoliotPayments payments;
    private final AtomicInteger next = new AtomicInteger();
    private final Tally handled = new Tally();

    WithFoliot(Statistics statistics, Database database, Load load) {
      this.statistics = statistics;
      this.database = database;
      this.load = load;
      payments = new FoliotPayments(database);
      payments.tell(() -> handled.add(1));
      statistics.begin(payments.database());
    }

    @Override
    public String name() {
      return statistics.name("Foliot");
    }

    @Override
    public void prepare() {
      statistics.filled(payments.database());
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      Sample submitted =
          load.run(
              database::serverCpu,
              (thread, random) -> payments.submit(payment(next.getAndIncrement())));
      handled.await((int) submitted.operations());
      Sample sample = stopwatch.stop(submitted.operations(), submitted.latencies());
      requireAllWritten(next.get(), payments.database());
      return sample;
    }

    @Override
    public void close() {
      payments.close();
    }
  }
}
