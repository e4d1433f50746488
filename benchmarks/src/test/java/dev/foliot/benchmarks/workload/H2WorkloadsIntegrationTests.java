package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class H2WorkloadsIntegrationTests extends WorkloadContract {
  private static final Database DATABASE = Database.h2();

  /**
   * Of those on growing logs one is enough: they differ in one expression. Those of timers by hand
   * have SQL of PostgreSQL. The idle ones are in {@link H2IdleIntegrationTests}. A rebuild that
   * deliveries never leave alone may not be switched on H2.
   */
  static Stream<Named<Workload>> workloads() {
    return Workloads.ALL.stream()
        .filter(workload -> workload != Growth.LOAD && workload != Growth.POLL)
        .filter(workload -> !(workload instanceof DueTimers || workload instanceof FiringDelay))
        .filter(workload -> !(workload instanceof WholeRebuild))
        .filter(workload -> !(workload instanceof Idle || workload instanceof IdleRuns))
        .map(workload -> Named.of(workload.name(), workload));
  }

  @Override
  Database database() {
    return DATABASE;
  }
}
