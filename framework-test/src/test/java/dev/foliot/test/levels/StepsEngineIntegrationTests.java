package dev.foliot.test.levels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.EngineTest;
import dev.foliot.test.Runs;
import dev.foliot.test.Simulation;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.step.StepFailed;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Level 3: by the engine. */
@EngineTest
class StepsEngineIntegrationTests extends StepsContract {
  @Autowired Runs runs;
  @Autowired Workflows workflows;
  @Autowired ApplicationContext application;

  @Override
  Runs runs() {
    return runs;
  }

  @Test
  void recoversOnceInALineageWhateverBreaks() { // L21
    Simulation.of(application)
        .seeds(4)
        .run(
            simulation ->
                workflows.start(
                    Survey.class, new Survey.Begin(Survey.Way.WEAR, 0), RunOptions.id("s-1")))
        .thenAlways(
            simulated -> {
              assertThat(workflows.handle("s-1").error().orElseThrow().message())
                  .isEqualTo("worn out 3");
              assertThat(workflows.events("s-1", 0))
                  .filteredOn(event -> event.value() instanceof StepFailed)
                  .hasSize(1);
            });
  }
}
