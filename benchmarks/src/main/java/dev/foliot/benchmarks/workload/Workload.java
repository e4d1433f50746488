package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Figure;
import dev.foliot.benchmarks.measure.WarmUp;
import java.util.List;

/** Something to do, and those who do it. */
public interface Workload {
  /** The name in the report, such as {@code W1 commands}. */
  String name();

  /** What is done, in one sentence for the report. */
  String description();

  /** What the contenders are compared by. */
  default Figure figure() {
    return Figure.OPERATIONS_PER_SECOND;
  }

  /** The rounds that do not count. */
  default WarmUp warmUp(Size size) {
    return size.warmUp();
  }

  /** The rounds that count. */
  default int rounds(Size size) {
    return size.rounds();
  }

  /** Whether it says something on that database. */
  default boolean runsOn(Database database) {
    return true;
  }

  /** Those who do it on that database, prepared; the baseline first. */
  List<Contender> contenders(Database database, Size size);
}
