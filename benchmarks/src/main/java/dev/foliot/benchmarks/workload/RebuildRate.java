package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.balance.Deliveries;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.benchmarks.measure.WarmUp;
import dev.foliot.handler.Delivery.Outcome;
import java.util.List;

/** W20c: a rebuild that nothing disturbs, beside a catch-up of the same projector. */
final class RebuildRate implements Workload {
  private static final int SHARE = 5;

  @Override
  public String name() {
    return "W20c rebuild and catch-up";
  }

  @Override
  public String description() {
    return "one event of a projection that is given a batch at once, 20 for each row; filled by the engine from the first event, and by a rebuild without pauses, until its rows are live; a turn includes the start";
  }

  @Override
  public WarmUp warmUp(Size size) {
    return new WarmUp(1, Math.min(size.warmUp().max(), 4));
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    int events = size.rebuilt() / SHARE;
    RebuiltAccounts accounts = RebuiltAccounts.of(database, events, "foliot.rebuild.load=100");
    return List.of(new CatchingUp(accounts, database), new Rebuilding(accounts, database));
  }

  private record CatchingUp(RebuiltAccounts accounts, Database database) implements Contender {
    @Override
    public String name() {
      return "Foliot, catch-up";
    }

    @Override
    public void prepare() {
      accounts.jdbc().update("delete from balance");
      accounts.jdbc().update("update foliot_checkpoint set position = 0");
    }

    @Override
    public Sample turn() {
      int events = accounts.events();
      Countdown missing = new Countdown(events);
      accounts
          .application()
          .getBean(Deliveries.class)
          .tell(
              delivery -> {
                if (delivery.outcome() == Outcome.HANDLED) {
                  missing.happened();
                }
              });
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      accounts.engine().start();
      missing.await();
      Sample sample = stopwatch.stop(events);
      accounts.requireAllRows();
      return sample;
    }

    @Override
    public void close() {}
  }

  /** The engine runs already, and goes on until the turn is over. */
  private record Rebuilding(RebuiltAccounts accounts, Database database) implements Contender {
    @Override
    public String name() {
      return "Foliot, rebuild";
    }

    @Override
    public Sample turn() {
      int events = accounts.events();
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      long rebuild = accounts.start();
      accounts.awaitEnd(rebuild);
      Sample sample = stopwatch.stop(events);
      accounts.requireSwitched(rebuild);
      accounts.end(rebuild);
      accounts.engine().stop();
      return sample;
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
