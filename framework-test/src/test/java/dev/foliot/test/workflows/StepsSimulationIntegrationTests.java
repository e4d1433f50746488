package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.Simulation;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.step.RunSnapshot;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whatever breaks: runs of steps end in the same way. */
class StepsSimulationIntegrationTests extends WorkflowTest {
  @Autowired ApplicationContext application;
  @Autowired FraudCheck check;

  @Test
  void collectsAndEndsWhateverBreaks() {
    check.failures = 0;

    Simulation.of(application)
        .seeds(60)
        .run(
            simulation ->
                workflows.start(
                    FraudCheck.class,
                    new FraudCheck.OrderPlaced("o-1", 100, 3, 5),
                    RunOptions.id("f-1")))
        .thenAlways(
            simulated -> {
              assertThat(workflows.handle("f-1").error()).isEmpty();
              assertThat(workflows.handle("f-1").status()).isEqualTo(RunStatus.SUCCEEDED);
              RunSnapshot saved = RunSnapshot.of(workflows.export("f-1").orElseThrow());
              assertThat(saved.export().run().result())
                  .contains("Accepted")
                  .contains("{\"points\":15}");
              assertThat(saved.state(FraudCheck.Scores.class).scores)
                  .extracting(FraudCheck.Score::rule)
                  .contains(1, 2, 3);
            });
  }
}
