package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AliasFor;

class ProcessMessagesTests {
  @TimerMessage(version = 3, aliases = "late")
  @Retention(RetentionPolicy.RUNTIME)
  @interface Due {
    @AliasFor(annotation = TimerMessage.class, attribute = "name")
    String value();
  }

  @Due("overdue")
  record Overdue(String orderId) {}

  record Plain(String orderId) {}

  record Placed(String orderId) {}

  @ProcessManager(name = "x", sequencedBy = "orderId")
  static class Waiting {
    @Starts
    void on(Placed event) {}

    @OnTimer
    void overdue(Overdue timer) {}

    @OnTimer
    void plain(Plain timer) {}
  }

  @Test
  void typeIsDeclaredOnAnAnnotationToo() {
    assertThat(ProcessMessages.timersOf(Waiting.class))
        .containsExactlyInAnyOrder(
            new MessageType(MessageKind.TIMER, "overdue", 3, Overdue.class, null, List.of("late")),
            new MessageType(MessageKind.TIMER, "Plain", 1, Plain.class, null));
  }
}
