package dev.foliot.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every workload runs once, as small as can be, so that none of them rots. */
class H2WorkloadsIntegrationTests {
  private static final Database DATABASE = Database.h2();

  /** Of those on growing logs one is enough: they differ in one expression. */
  static Stream<Named<Workload>> workloads() {
    return Workloads.ALL.stream()
        .filter(workload -> workload != Growth.LOAD && workload != Growth.POLL)
        .map(workload -> Named.of(workload.name(), workload));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void takesATurn(Workload workload) {
    List<Contender> contenders = workload.contenders(DATABASE, Size.TINY);

    try {
      assertThat(contenders).isNotEmpty();
      assertThat(contenders)
          .allSatisfy(
              contender -> {
                contender.prepare();
                Sample sample = contender.turn();
                assertThat(sample.operations()).isPositive();
                assertThat(workload.figure().value().applyAsDouble(sample)).isPositive();
              });
    } finally {
      contenders.forEach(Contender::close);
    }
  }
}
