package dev.foliot.workflow.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.step.RunEvent.Given;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events that the workers of one step collect. */
class CollectedEventsTests {
  record Begin() implements StartEvent {}

  record Part(int number) {}

  static class Collecting {
    @Step
    List<Part> split(Begin begin) {
      return List.of();
    }

    @Step
    @Nullable Stop<String> join(Part part, StepContext<?> ctx) {
      return null;
    }
  }

  private final CollectedEvents collected =
      new CollectedEvents(
          StepGraph.of(Collecting.class),
          new JsonPayloads(new MessageJson(new MessageTypes(List.of()))));

  private @Nullable List<Object> collectTwo(int number) {
    Part part = new Part(number);
    Given given = new Given(Part.class.getName(), "{\"number\":" + number + "}");
    Execution execution = Execution.of("join", new RunEvent(number, given, Map.of(), null), number);
    return collected.collect(execution, part, Collections.nCopies(2, Part.class));
  }

  @Test
  void aWorkerGetsNoEventsThatAnotherOneHasTaken() {
    assertThat(collectTwo(1)).isNull();
    assertThat(collectTwo(2)).containsExactly(new Part(1), new Part(2));

    assertThat(collectTwo(3)).isNull();
    assertThat(collectTwo(4)).containsExactly(new Part(3), new Part(4));
    assertThat(collectTwo(2)).containsExactly(new Part(1), new Part(2)); // another attempt
  }
}
