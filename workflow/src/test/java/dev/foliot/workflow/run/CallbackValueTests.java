package dev.foliot.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A value that a person enters. */
class CallbackValueTests {
  private final CallbackValue values =
      new CallbackValue(new MessageJson(new MessageTypes(List.of())));

  @Test
  void keepsAllDigitsOfNumbers() {
    assertThat(values.read("{\"total\":12345678901234567.10}"))
        .hasToString("{\"total\":12345678901234567.10}");
  }
}
