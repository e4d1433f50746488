package dev.foliot.benchmarks.dbos;

/** The interface that DBOS wants of a workflow. */
public interface OrderWorkflow {
  /** Runs the three steps and returns their outcomes. */
  String run(String order);
}
