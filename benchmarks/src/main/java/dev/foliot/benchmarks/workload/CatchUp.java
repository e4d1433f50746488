package dev.foliot.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.account.HandWritten;
import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** W2a: a projection catches up with a long log. */
final class CatchUp implements Workload {
  private static final int EVENTS = 20;
  private static final int BATCH = 500;

  @Override
  public String name() {
    return "W2a catch-up";
  }

  @Override
  public String description() {
    return "a projection is filled from all events, 20 for each row, in batches of 500; an operation is an event; the turns of Foliot and others include the start and the first look of their engines";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new ByHand(
            "JDBC, statements for each event", HandWrittenBalances::oneByOne, database, size));
    contenders.add(
        new ByHand("JDBC, adding up a batch", HandWrittenBalances::folding, database, size));
    for (FollowAccounts each : followers(database)) {
      contenders.add(new Following(each, database, size));
    }
    return contenders;
  }

  private static List<FollowAccounts> followers(Database database) {
    List<FollowAccounts> followers = new ArrayList<>();
    followers.add(FollowAccountsWithFoliot.of("Foliot, JPA entities", "entities", database, BATCH));
    followers.add(
        FollowAccountsWithFoliot.of("Foliot, adding up a batch", "batches", database, BATCH));
    for (Peer peer : Peer.present()) {
      followers.addAll(peer.catchingUp(database, BATCH));
    }
    return followers;
  }

  private static final class ByHand implements Contender {
    private final String name;
    private final Database database;
    private final HikariDataSource pool;
    private final HandWrittenBalances balances;

    ByHand(
        String name,
        BiFunction<DataSource, Integer, HandWrittenBalances> way,
        Database database,
        Size size) {
      this.name = name;
      this.database = database;
      pool = database.pool(database.newDatabase());
      try {
        new HandWritten(pool).fill(0, size.events() / EVENTS, EVENTS);
      } catch (SQLException e) {
        throw new IllegalStateException("The log could not be filled", e);
      }
      balances = way.apply(pool, BATCH);
      Database.analyze(pool);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      balances.reset();
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      long handled = 0;
      try {
        for (int more = balances.step(); more > 0; more = balances.step()) {
          handled += more;
        }
      } catch (SQLException e) {
        throw new IllegalStateException("A turn failed", e);
      }
      return stopwatch.stop(handled);
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static final class Following implements Contender {
    private final FollowAccounts follower;
    private final Database database;
    private final int events;

    Following(FollowAccounts follower, Database database, Size size) {
      this.follower = follower;
      this.database = database;
      this.events = size.events() / EVENTS * EVENTS;
      follower.accounts().prepare(0, events / EVENTS, EVENTS);
    }

    @Override
    public String name() {
      return follower.name();
    }

    @Override
    public void prepare() {
      follower.reset();
    }

    @Override
    public Sample turn() {
      Countdown missing = new Countdown(events);
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      follower.start(missing::happened);
      missing.await();
      Sample sample = stopwatch.stop(events);
      follower.stop();
      requireAllHandled();
      return sample;
    }

    private void requireAllHandled() {
      Long handled =
          new JdbcTemplate(follower.accounts().database())
              .queryForObject("select sum(deposits) from balance", Long.class);
      if (handled == null || handled != events) {
        throw new IllegalStateException(
            "%s of %s events were handled: %s did not begin at the first event"
                .formatted(handled, events, name()));
      }
    }

    @Override
    public void close() {
      follower.close();
    }
  }
}
