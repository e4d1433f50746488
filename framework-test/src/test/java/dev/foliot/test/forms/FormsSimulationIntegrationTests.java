package dev.foliot.test.forms;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.forms.Diary.Write;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A simulation counts each event of each form of handler, and accuses none that is right. */
@EngineTest
class FormsSimulationIntegrationTests {
  @Autowired ApplicationContext application;
  @Autowired Lines lines;

  @Test
  void accusesNoFormOfHandlerWithoutFaults() {
    simulation(Simulation.of(application).seeds(5).crashes(Simulation.never()));
  }

  @Test
  void accusesNoFormOfHandlerUnderFaults() {
    simulation(Simulation.of(application).seeds(20));
  }

  private void simulation(Simulation simulation) {
    simulation
        .run(
            diaries -> {
              diaries.process(new Write("d1", List.of("one", "two", "three")));
              diaries.process(new Write("d2", List.of("one")));
            })
        .thenAlways(
            domain -> {
              assertThat(lines.of("list")).isEqualTo(6);
              assertThat(lines.of("list-of-supertype")).isEqualTo(6);
              assertThat(lines.of("list-of-recorded")).isEqualTo(6);
              assertThat(lines.of("placed")).isEqualTo(4);
            });
  }
}
