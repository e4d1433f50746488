package dev.foliot.benchmarks.measure;

/** One way to do a workload; set up once, then it takes its turn in every round. */
public interface Contender extends AutoCloseable {
  /**
   * The name in the report; the first contender of a workload is what the others are compared to.
   */
  String name();

  /** What it need not load, because a cache of its own has it; asked after the last turn. */
  default String cached() {
    return "–";
  }

  /** Makes everything ready for the next turn; is not measured. */
  default void prepare() {}

  /** Takes its turn, and measures it. */
  Sample turn();

  /** Gives back what it holds. */
  @Override
  void close();
}
