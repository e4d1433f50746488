package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** They wait for seconds: in a class of their own, while the others run in another JVM. */
class H2IdleIntegrationTests extends WorkloadContract {
  private static final Database DATABASE = Database.h2();

  static Stream<Named<Workload>> workloads() {
    return Stream.of(new Idle(), new IdleRuns())
        .map(workload -> Named.of(workload.name(), workload));
  }

  @Override
  Database database() {
    return DATABASE;
  }
}
