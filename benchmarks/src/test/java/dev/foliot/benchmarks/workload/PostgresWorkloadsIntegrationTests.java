package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;

class PostgresWorkloadsIntegrationTests extends WorkloadContract {
  private static Database database;

  @BeforeAll
  static void start() {
    database = Database.postgres(false);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  /**
   * Those that have SQL of their own, by hand or of a peer; the others differ only in load. The
   * idle ones are in {@link PostgresIdleIntegrationTests}.
   */
  static Stream<Named<Workload>> workloads() {
    return Stream.of(
            new Commands(),
            new CatchUp(),
            new Listeners(),
            new DueTimers(),
            new FiringDelay(),
            new SubmittedCommands(),
            new Checkouts(),
            new ThreeStepWorkflows())
        .map(workload -> Named.of(workload.name(), workload));
  }

  @Override
  Database database() {
    return database;
  }
}
