package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** W4: loads one account of 10,000 events. */
final class LongAccount implements Workload {
  private static final int EVENTS = 10_000;

  @Override
  public String name() {
    return "W4 long load";
  }

  @Override
  public String description() {
    return "one thread loads one account of 10,000 events, without snapshot or cache";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Loading("JDBC", Accounts.handWritten(database), database, size));
    contenders.add(
        new Loading(
            "Foliot",
            Accounts.foliot(database, "foliot.aggregate.cache.max-events=0"),
            database,
            size));
    for (Peer peer : Peer.present()) {
      contenders.add(new Loading(peer.name(), peer.accounts(database), database, size));
    }
    return contenders;
  }

  private record Loading(String name, Accounts accounts, Database database, Size size)
      implements Contender {
    Loading {
      try {
        accounts.fill(0, 1, EVENTS);
        Statistics.ANALYZED.filled(accounts.database());
        requireLoaded(accounts.balance(0));
      } catch (SQLException e) {
        throw new IllegalStateException("The account could not be filled and loaded", e);
      }
    }

    private static void requireLoaded(long loaded) {
      if (loaded != EVENTS) {
        throw new IllegalStateException("%s of %s events were loaded".formatted(loaded, EVENTS));
      }
    }

    @Override
    public String cached() {
      return "nothing";
    }

    @Override
    public Sample turn() {
      Load load = Load.lasting(1, size.round());
      return load.run(database::serverCpu, (thread, random) -> accounts.balance(0));
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
