package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.workflow.ThreeStepRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** W14: short workflows, one after the other. */
final class ThreeStepWorkflows implements Workload {
  private static final int THREADS = 8;

  @Override
  public String name() {
    return "W14 workflows";
  }

  @Override
  public String description() {
    return "8 threads run one workflow after the other, each of three steps that do nothing; an operation is a run, from its start until its end is committed; by hand five commits of one statement each: an insert, three outcomes, an update";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    Load load = Load.lasting(THREADS, size.round());
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Running(
            "JDBC", ThreeStepRuns.handWritten(database), Statistics.ANALYZED, database, load));
    for (Statistics statistics : Statistics.on(database)) {
      contenders.add(
          new Running("Foliot", ThreeStepRuns.foliot(database), statistics, database, load));
    }
    for (WorkflowPeer peer : WorkflowPeer.presentOn(database)) {
      contenders.add(
          new Running(peer.name(), peer.runs(database), Statistics.ANALYZED, database, load));
    }
    return contenders;
  }

  private static final class Running implements Contender {
    private final String name;
    private final ThreeStepRuns runs;
    private final Statistics statistics;
    private final Database database;
    private final Load load;
    private final AtomicInteger next = new AtomicInteger();

    Running(String name, ThreeStepRuns runs, Statistics statistics, Database database, Load load) {
      this.name = statistics.name(name);
      this.runs = runs;
      this.statistics = statistics;
      this.database = database;
      this.load = load;
      statistics.begin(runs.database());
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      statistics.filled(runs.database());
    }

    @Override
    public Sample turn() {
      Sample sample =
          load.run(
              database::serverCpu, (thread, random) -> runs.run("order-" + next.getAndIncrement()));
      if (runs.ended() != next.get()) {
        throw new IllegalStateException(
            "%s of %s runs have ended".formatted(runs.ended(), next.get()));
      }
      return sample;
    }

    @Override
    public void close() {
      runs.close();
    }
  }
}
