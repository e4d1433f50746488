package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    return "a projection is filled from all events, 20 for each row, in batches of 500; neighbours in the log belong to different rows; an operation is an event; a turn includes the start and the first look of the engine";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return followers(database).stream()
        .<Contender>map(each -> new Following(each, database, size))
        .toList();
  }

  private static List<FollowAccounts> followers(Database database) {
    List<FollowAccounts> followers = new ArrayList<>();
    followers.add(
        new FollowAccountsByHand(
            "JDBC, a batch at once", HandWrittenBalances::atOnce, database, BATCH));
    followers.add(
        new FollowAccountsByHand(
            "JDBC, a statement for each event", HandWrittenBalances::oneByOne, database, BATCH));
    followers.add(
        FollowAccountsWithFoliot.of("Foliot, a batch at once", "batches", database, BATCH));
    followers.add(FollowAccountsWithFoliot.of("Foliot, JPA entities", "entities", database, BATCH));
    for (Peer peer : Peer.present()) {
      followers.addAll(peer.catchingUp(database, BATCH));
    }
    return followers;
  }

  private static final class Following implements Contender {
    private final FollowAccounts follower;
    private final Database database;
    private final int events;

    Following(FollowAccounts follower, Database database, Size size) {
      this.follower = follower;
      this.database = database;
      this.events = size.events() / EVENTS * EVENTS;
      try {
        follower.accounts().fillInterleaved(0, events / EVENTS, EVENTS);
      } catch (SQLException e) {
        throw new IllegalStateException("The log could not be filled", e);
      }
      Statistics.ANALYZED.filled(follower.accounts().database());
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
