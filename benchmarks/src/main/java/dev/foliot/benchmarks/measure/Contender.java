package dev.foliot.benchmarks.measure;

/** One way to do a workload; prepared once, then it takes its turn in every round. */
public interface Contender extends AutoCloseable {
  /**
   * The name in the report; the first contender of a workload is what the others are compared to.
   */
  String name();

  /** Does its turn of a round. */
  Sample round();

  /** Gives back what it holds. */
  @Override
  void close();
}
