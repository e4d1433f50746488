package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.WarmUp;
import dev.foliot.benchmarks.workflow.WaitingRuns;
import dev.foliot.benchmarks.workflow.WaitingRuns.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** W15: a node whose runs all wait. */
final class IdleRuns implements Workload {
  private static final int MORE_THREADS = 2;
  private static final long MORE_HEAP = 4_000_000;

  @Override
  public String name() {
    return "W15 waiting runs";
  }

  @Override
  public String description() {
    return "an idle engine without runs, and one with many runs that wait for a month; an operation is a statement, as in W7; a turn fails if the node with waiting runs has more than 2 threads or 4 MB more than the one without";
  }

  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  /** Each contender waits until it has started. */
  @Override
  public WarmUp warmUp(Size size) {
    return WarmUp.NONE;
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Duration turn = IdleStatements.turn(size);
    List<Contender> contenders = new ArrayList<>();
    AtomicReference<Usage> without = new AtomicReference<>();
    contenders.add(
        idling("Foliot, no runs", new WaitingRuns(database), database, turn, without::set));
    int runs = Collections.max(size.logs());
    String name = String.format(Locale.ROOT, "Foliot, %,d waiting runs", runs);
    for (Statistics statistics : Statistics.on(database)) {
      contenders.add(
          idling(
              statistics.name(name),
              filled(runs, statistics, database),
              database,
              turn,
              size.equals(Size.TINY) // the other threads and objects of a JVM count as well
                  ? with -> {}
                  : with -> requireNoMore(with, Objects.requireNonNull(without.get()))));
    }
    return contenders;
  }

  private static Contender idling(
      String name, WaitingRuns runs, Database database, Duration turn, Consumer<Usage> check) {
    return new Idling(name, runs, new IdleStatements(runs::statements, database, turn), check);
  }

  private static WaitingRuns filled(int count, Statistics statistics, Database database) {
    WaitingRuns runs = new WaitingRuns(database);
    statistics.begin(runs.database());
    runs.fill(count);
    statistics.filled(runs.database());
    return runs;
  }

  private static void requireNoMore(Usage with, Usage without) {
    if (with.threads() > without.threads() + MORE_THREADS
        || with.heap() > without.heap() + MORE_HEAP) {
      throw new IllegalStateException(
          "An idle node has %s with waiting runs, and %s without".formatted(with, without));
    }
  }

  private record Idling(
      String name, WaitingRuns runs, IdleStatements statements, Consumer<Usage> check)
      implements Contender {
    /** Only this engine runs. */
    @Override
    public void prepare() {
      runs.start();
      statements.awaitStarted();
    }

    @Override
    public Sample turn() {
      Sample sample = statements.measure();
      check.accept(runs.usage());
      runs.stop();
      return sample;
    }

    @Override
    public void close() {
      runs.close();
    }
  }
}
