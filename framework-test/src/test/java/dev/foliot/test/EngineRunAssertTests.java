package dev.foliot.test;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.EngineRun;
import dev.foliot.command.Command;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** An assertion that cannot fail is refused. */
class EngineRunAssertTests {
  @Command
  record Pay(String order) {}

  @Command
  record PayLater(String order) {}

  record PaymentTimedOut(String order) {}

  private static final EngineRun RUN =
      new EngineRun(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(Pay.class, PaymentTimedOut.class));

  @Test
  void refusesClassesThatNoHandlerTakes() {
    refused(() -> assertThat(RUN).scheduled(String.class, 0), "java.lang.String");
    refused(() -> assertThat(RUN).scheduled(PayLater.class, 0), PayLater.class.getName());
    refused(() -> assertThat(RUN).submitted(PayLater.class, 0), PayLater.class.getName());
    refused(() -> assertThat(RUN).expired(PayLater.class, 0), PayLater.class.getName());
  }

  private static void refused(ThrowingCallable assertion, String message) {
    assertThatThrownBy(assertion)
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "No command handler and no process manager takes %s. Give the class of a command, or of the message of a timer, of this application.",
            message);
  }

  @Test
  void acceptsClassesThatHandlersTake() {
    assertThat(RUN)
        .submitted(Pay.class, 0)
        .expired(Pay.class, 0)
        .scheduled(Pay.class, 0)
        .scheduled(PaymentTimedOut.class, 0);
  }
}
