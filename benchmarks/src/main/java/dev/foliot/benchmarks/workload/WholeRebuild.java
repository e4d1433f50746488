package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Until;
import dev.foliot.benchmarks.measure.WarmUp;
import dev.foliot.rebuild.RebuildReport;
import java.time.Duration;
import java.util.List;

/** W20d: a rebuild of a long log, from its start until its rows are live, while commands come. */
final class WholeRebuild implements Workload {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(30);

  @Override
  public String name() {
    return "W20d whole rebuild";
  }

  @Override
  public String description() {
    return "one event of a rebuild, from its start until its rows are live, while 8 threads send one command after the other; the latencies are of the commands; at the end each row is compared with the log";
  }

  /** On H2 a switch that meets a delivery is undone, and here deliveries never end. */
  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  @Override
  public WarmUp warmUp(Size size) {
    return WarmUp.NONE;
  }

  @Override
  public int rounds(Size size) {
    return 1;
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    RebuiltAccounts accounts = RebuiltAccounts.of(database, size.rebuilt());
    accounts.engine().start();
    return List.of(new Whole(accounts, database));
  }

  private record Whole(RebuiltAccounts accounts, Database database) implements Contender {
    @Override
    public String name() {
      return "Foliot, with live commands";
    }

    @Override
    public void prepare() {
      accounts.awaitLive();
    }

    @Override
    public Sample turn() {
      long rebuild = accounts.start();
      Sample live;
      try (Until over = accounts.over(rebuild)) {
        live = accounts.deposit(database, LONG_ENOUGH, over);
      }
      RebuildReport report = accounts.requireSwitched(rebuild);
      accounts.end(rebuild);
      return new Sample(
          report.handled(), live.wall(), live.process(), live.server(), live.latencies());
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
