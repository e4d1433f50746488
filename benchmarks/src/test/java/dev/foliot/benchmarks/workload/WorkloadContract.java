package dev.foliot.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workloads run once, as small as can be, so that none of them rots. */
abstract class WorkloadContract {

  abstract Database database();

  @ParameterizedTest
  @MethodSource("workloads")
  void takesATurn(Workload workload) {
    List<Contender> contenders = workload.contenders(database(), Size.TINY);

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
