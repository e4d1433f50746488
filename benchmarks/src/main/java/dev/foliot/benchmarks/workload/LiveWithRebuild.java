package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Until;
import dev.foliot.benchmarks.measure.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * W20a and W20b: live commands while a projection is rebuilt.
 *
 * @param name the name in the report
 * @param pace how the commands come
 * @param figure what counts
 * @param commands sends commands for a time, or until a rebuild is over
 */
record LiveWithRebuild(String name, String pace, Figure figure, Commands commands)
    implements Workload {
  private static final int COMMANDS_PER_SECOND = 800;
  private static final Duration TURN = Duration.ofSeconds(4);
  private static final Duration TINY_TURN = Duration.ofMillis(100);
  private static final int SHARE = 4;

  static final LiveWithRebuild CLOSED =
      new LiveWithRebuild(
          "W20a live with rebuild",
          "8 threads send one command after the other",
          Figure.OPERATIONS_PER_SECOND,
          RebuiltAccounts::deposit);

  static final LiveWithRebuild PACED =
      new LiveWithRebuild(
          "W20b paced with rebuild",
          "8 threads send 800 commands a second, and the latency is from the instant at which one was due",
          Figure.P50,
          (accounts, database, time, isOver) ->
              accounts.deposit(database, COMMANDS_PER_SECOND, time));

  /** Live work. */
  @FunctionalInterface
  interface Commands {
    Sample send(RebuiltAccounts to, Database database, Duration time, BooleanSupplier isOver);
  }

  @Override
  public String description() {
    return pace
        + "; meanwhile the same node delivers their events to a projection, and rebuilds the projection beside its live rows";
  }

  @Override
  public WarmUp warmUp(Size size) {
    return new WarmUp(1, Math.min(size.warmUp().max(), 3));
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    int events = size.rebuilt() / SHARE;
    RebuiltAccounts accounts = RebuiltAccounts.of(database, events);
    accounts.engine().start();
    Duration turn = size.equals(Size.TINY) ? TINY_TURN : TURN;
    return List.of(
        new Live("Foliot, no rebuild", false, turn, accounts, database),
        new Live("Foliot, with a rebuild", true, turn, accounts, database));
  }

  /** One application for both, so that they differ in nothing but the rebuild. */
  private final class Live implements Contender {
    private final String name;
    private final boolean withRebuild;
    private final Duration turn;
    private final RebuiltAccounts accounts;
    private final Database database;

    Live(
        String name,
        boolean withRebuild,
        Duration turn,
        RebuiltAccounts accounts,
        Database database) {
      this.name = name;
      this.withRebuild = withRebuild;
      this.turn = turn;
      this.accounts = accounts;
      this.database = database;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      accounts.awaitLive();
    }

    @Override
    public Sample turn() {
      return withRebuild ? besideRebuild() : commands.send(accounts, database, turn, () -> false);
    }

    /** All commands met the rebuild, even if it is over before them. */
    private Sample besideRebuild() {
      long rebuild = accounts.start();
      try (Until over = accounts.over(rebuild)) {
        return commands.send(accounts, database, turn, over);
      } finally {
        accounts.end(rebuild);
      }
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
