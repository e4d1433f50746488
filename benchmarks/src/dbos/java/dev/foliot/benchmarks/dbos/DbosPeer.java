package dev.foliot.benchmarks.dbos;

import dev.dbos.transact.DBOS;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.workflow.ThreeStepRuns;
import dev.foliot.benchmarks.workload.WorkflowPeer;

/** DBOS Transact, which needs PostgreSQL. */
public final class DbosPeer implements WorkflowPeer {
  @Override
  public String name() {
    return "DBOS " + DBOS.version();
  }

  @Override
  public boolean runsOn(Database database) {
    return database.isServer();
  }

  @Override
  public ThreeStepRuns runs(Database database) {
    return new DbosRuns(database.newPool());
  }
}
