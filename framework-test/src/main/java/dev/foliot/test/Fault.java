package dev.foliot.test;

/**
 * The faults that a {@link Simulation} injects into the nodes of the engine, at the most critical
 * moments.
 */
public enum Fault {
  /** The node dies right before a commit: the transaction is rolled back. */
  CRASH_BEFORE_COMMIT("crashes before the commit"),

  /** The node dies right after a commit, before it receives the result. */
  CRASH_AFTER_COMMIT("crashes after the commit"),

  /** The commit fails: the connection is lost, or the database names a conflict. */
  ERROR_BEFORE_COMMIT("is refused the commit"),

  /** The connection is lost after the commit, so the node does not know of the commit. */
  ERROR_AFTER_COMMIT("loses the connection after the commit"),

  /**
   * The node is too slow: in the middle of a delivery its lease ends, and another node takes over.
   */
  LOST_LEASE("loses its lease in mid-delivery"),

  /** The broker is given a message twice. */
  PUBLISHED_TWICE("publishes twice");

  private final String told;

  Fault(String told) {
    this.told = told;
  }

  /** The text in the trace. */
  String told() {
    return told;
  }
}
