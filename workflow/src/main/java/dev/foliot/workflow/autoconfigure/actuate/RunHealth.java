package dev.foliot.workflow.autoconfigure.actuate;

import dev.foliot.autoconfigure.actuate.CountInBackground;
import dev.foliot.autoconfigure.actuate.HealthDetail;
import dev.foliot.time.Background;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.run.CountRuns;
import dev.foliot.workflow.run.CountRuns.Count;
import dev.foliot.workflow.run.CountRuns.Problems;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs of all nodes in the health of the engine. A failed run does not bring it down. */
final class RunHealth implements HealthDetail {
  private final CountInBackground<Numbers> numbers;

  RunHealth(CountRuns runs, Background background, LongSupplier nanoTime) {
    this.numbers =
        new CountInBackground<>(
            () -> Numbers.of(runs.open(), runs.problems()), background, nanoTime);
  }

  /** The detail. */
  record Numbers(
      long pending, long running, long waiting, long withoutCode, long failed, long stuck) {
    static Numbers of(List<Count> open, Problems problems) {
      return new Numbers(
          sum(open, count -> count.status() == RunStatus.PENDING),
          sum(open, count -> count.status() == RunStatus.RUNNING),
          sum(open, count -> count.status() == RunStatus.WAITING),
          sum(open, count -> !count.hasCode()),
          problems.failed(),
          problems.stuck());
    }

    private static long sum(List<Count> counts, Predicate<Count> wanted) {
      return counts.stream().filter(wanted).mapToLong(Count::number).sum();
    }
  }

  @Override
  public String name() {
    return "runs";
  }

  @Override
  public @Nullable Object latest() {
    return numbers.latest();
  }
}
