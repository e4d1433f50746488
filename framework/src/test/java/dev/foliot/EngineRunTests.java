package dev.foliot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.engine.Cycle;
import dev.foliot.engine.Step;
import dev.foliot.failure.Thrown;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.Lane;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineRunTests {
  @ParameterizedTest
  @EnumSource
  void listsDeliveriesThatFailedWith(Thrown thrown) {
    var step =
        new Step(
            "mail",
            Lane.PRIMARY,
            "order-placed",
            "order",
            "42",
            1,
            new UUID(0, 1),
            1,
            Outcome.PARKED,
            thrown.error(),
            List.of());
    var run =
        new EngineRun(
            List.of(new Cycle(1, Instant.EPOCH, List.of(step))),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of("mail"),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(run.toString()).contains("parked " + thrown.error().getClass().getName());
  }
}
