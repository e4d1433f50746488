package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.Pace;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Sightings;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** W2b: from the return of a command to its visible row. */
final class Visibility implements Workload {
  private static final int PER_SECOND = 100;
  private static final int BATCH = 500;

  @Override
  public String name() {
    return "W2b visibility";
  }

  @Override
  public String description() {
    return "100 commands a second, each on a new account; the latency is from the return of the command until the transaction that wrote its row has committed; the baseline wakes its projector's thread directly";
  }

  @Override
  public Figure figure() {
    return Figure.P50;
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Pace pace = new Pace(PER_SECOND, size.round());
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Following(
            new FollowAccountsByHand("JDBC", HandWrittenBalances::oneByOne, database, BATCH),
            database,
            pace));
    contenders.add(
        new Following(
            FollowAccountsWithFoliot.of("Foliot", "entities", database, BATCH), database, pace));
    for (Peer peer : Peer.present()) {
      for (FollowAccounts each : peer.following(database, BATCH)) {
        contenders.add(new Following(each, database, pace));
      }
    }
    return contenders;
  }

  private static final class Following implements Contender {
    private final FollowAccounts follower;
    private final Database database;
    private final Pace pace;
    private volatile Runnable handled = () -> {};
    private int next;

    Following(FollowAccounts follower, Database database, Pace pace) {
      this.follower = follower;
      this.database = database;
      this.pace = pace;
    }

    @Override
    public String name() {
      return follower.name();
    }

    /** Something has been handled when the turn begins. */
    @Override
    public void prepare() {
      Countdown first = new Countdown(1);
      handled = first::happened;
      follower.start(() -> handled.run());
      deposit();
      follower.wake();
      first.await();
    }

    @Override
    public Sample turn() {
      Sightings sightings = new Sightings(pace.operations());
      handled = () -> sightings.seen(System.nanoTime());
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      pace.run(
          (number, due) -> {
            deposit();
            sightings.done(number, System.nanoTime());
            follower.wake();
          });
      Sample sample = stopwatch.stop(pace.operations(), sightings.await());
      follower.stop();
      return sample;
    }

    private void deposit() {
      try {
        follower.accounts().deposit(next++, 1);
      } catch (SQLException e) {
        throw new IllegalStateException("A deposit failed", e);
      }
    }

    @Override
    public void close() {
      follower.close();
    }
  }
}
