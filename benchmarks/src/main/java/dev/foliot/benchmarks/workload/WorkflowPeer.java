package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.workflow.ThreeStepRuns;
import java.util.List;
import java.util.ServiceLoader;

/** Another framework of durable workflows, found as a {@link Peer} is. */
public interface WorkflowPeer {
  /** The name in the report, with its version. */
  String name();

  /** Whether it works on that database. */
  boolean runsOn(Database database);

  /** Its runs, on a new database. */
  ThreeStepRuns runs(Database database);

  /** Those that are on the class path. */
  static List<WorkflowPeer> presentOn(Database database) {
    return ServiceLoader.load(WorkflowPeer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(peer -> peer.runsOn(database))
        .toList();
  }
}
