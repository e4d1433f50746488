package dev.foliot.benchmarks;

import dev.foliot.benchmarks.measure.Contender;
import java.util.List;

/** Something to do, and those who do it. */
public interface Workload {
  /** The name in the report, such as {@code W1}. */
  String name();

  /** What is done, in one sentence for the report. */
  String description();

  /** Those who do it on that database, prepared; the baseline first. */
  List<Contender> contenders(Database database, Size size);
}
