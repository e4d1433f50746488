package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.workflow.Admission;
import dev.foliot.benchmarks.workflow.AdmittedStarts;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** W17c: starts with flow control, beside those without. */
final class LimitedStarts implements Workload {
  private static final int THREADS = 8;
  private static final int CUSTOMERS = 1_000;

  @Override
  public String name() {
    return "W17c flow control";
  }

  @Override
  public String description() {
    return "8 threads start runs, each in a transaction of its own; flow control for each of 1,000 customers admits all of them; no engine runs; an operation is a start";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return Stream.of(Admission.values())
        .<Contender>map(admission -> new Starting(admission, database, size))
        .toList();
  }

  private static final class Starting implements Contender {
    private final Admission admission;
    private final AdmittedStarts starts;
    private final Database database;
    private final Load load;

    Starting(Admission admission, Database database, Size size) {
      this.admission = admission;
      this.starts = new AdmittedStarts(database, admission);
      this.database = database;
      this.load = Load.lasting(THREADS, size.round());
      Statistics.ANALYZED.begin(starts.database());
    }

    @Override
    public String name() {
      return "Foliot, " + admission.label();
    }

    @Override
    public void prepare() {
      starts.reset();
      Statistics.ANALYZED.filled(starts.database());
    }

    @Override
    public Sample turn() {
      AtomicInteger number = new AtomicInteger();
      Sample sample =
          load.run(
              database::serverCpu,
              (thread, random) ->
                  starts.start(random.nextInt(CUSTOMERS), number.getAndIncrement()));
      if (starts.admitted() != number.get()) {
        throw new IllegalStateException(
            "%s of %s starts were admitted".formatted(starts.admitted(), number.get()));
      }
      return sample;
    }

    @Override
    public void close() {
      starts.close();
    }
  }
}
