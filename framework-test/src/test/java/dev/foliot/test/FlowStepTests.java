package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlowStepTests {
  private static final class WithoutMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message can be made");
    }
  }

  @Test
  void showsACommandWhoseErrorSaysNothing() {
    Metadata metadata =
        new Metadata(
            new UUID(0, 1),
            "c",
            null,
            Priority.NORMAL,
            Instant.EPOCH,
            "pay",
            1,
            null,
            null,
            Map.of());

    FlowStep step =
        new FlowStep.Processed(new Message("Pay[]", metadata), true, new WithoutMessage(), 1, null);

    assertThat(step.text())
        .startsWith("command  Pay[]: failed with " + WithoutMessage.class.getName());
  }
}
