package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;

/** They wait for seconds: in a class of their own, while the others run in another JVM. */
class PostgresIdleIntegrationTests extends WorkloadContract {
  private static Database database;

  @BeforeAll
  static void start() {
    database = Database.postgres(false);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  static Stream<Named<Workload>> workloads() {
    return Stream.of(new Idle(), new IdleRuns())
        .map(workload -> Named.of(workload.name(), workload));
  }

  @Override
  Database database() {
    return database;
  }
}
