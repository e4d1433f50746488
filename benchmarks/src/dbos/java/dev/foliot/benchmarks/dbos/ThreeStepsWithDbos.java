package dev.foliot.benchmarks.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.Workflow;

/** The same three steps. */
public final class ThreeStepsWithDbos implements OrderWorkflow {
  static final String NAME = "three-steps";

  private final DBOS dbos;

  ThreeStepsWithDbos(DBOS dbos) {
    this.dbos = dbos;
  }

  @Override
  @Workflow(name = NAME)
  public String run(String order) {
    String reserved = dbos.runStep(() -> "reserved " + order, "reserve");
    String paid = dbos.runStep(() -> "paid " + order, "pay");
    String shipped = dbos.runStep(() -> "shipped " + order, "ship");
    return "%s, %s, %s".formatted(reserved, paid, shipped);
  }
}
