package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.message.MissingComponentException;
import dev.foliot.message.UnstorableMessageException;
import dev.foliot.workflow.RunOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An input that a run could not read is refused where the run is started. */
class InputsIntegrationTests extends WorkflowTest {
  @AfterEach
  void nothingIsStored() {
    assertThat(count("foliot_run")).isZero();
  }

  @Test
  void refusesInputWithoutARequiredComponent() {
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> workflows.start(Greeting.class, new Greeting.Person("p-1", null)))
        .withMessageContaining("its component email is null, and it is required");
  }

  @Test
  void refusesInputOfAnotherTypeByName() {
    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(() -> workflows.start("greeting", List.of("p-1"), RunOptions.defaults()))
        .withMessageContaining(
            "it could not be read again: its JSON does not fit the reader of "
                + Greeting.Person.class.getName());
  }

  @Test
  void refusesInputThatWouldComeBackChanged() {
    workflows.start(Open.class, new Open.Case("first", Map.of("at", "noon"))).terminate();
    engine.runUntilIdle();
    jdbc.update("delete from foliot_run");

    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(
            () -> workflows.start(Open.class, new Open.Case("c", Map.of("at", Instant.EPOCH))))
        .withMessageContaining(
            "Case.facts[] is java.time.Instant and would come back as java.lang.String");
    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(
            () -> workflows.start(Open.class, new Open.LongCase("c", Map.of(), UUID.randomUUID())));
  }
}
