package dev.foliot.test;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.EngineRun;
import dev.foliot.command.Command;
import dev.foliot.engine.Cycle;
import dev.foliot.work.WorkWaiting;
import java.time.Instant;
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
          List.of(new Cycle(1, Instant.EPOCH, List.of())),
          List.of(),
          List.of(),
          List.of(new WorkWaiting("checkout", "run-1", List.of("pay", "ship"))),
          List.of(),
          List.of(),
          List.of(),
          List.of("checkout"),
          List.of("collect"),
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

  private static void fails(ThrowingCallable assertion, String text) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageStartingWith(text);
  }

  @Test
  void countsTheNamesOfWaits() {
    assertThat(RUN).run("checkout", "run-1").isWaitingFor("ship", "pay");

    fails(
        () -> assertThat(RUN).run("checkout", "run-1").isWaitingFor("pay", "pay"),
        "Run run-1 of workflow checkout should wait for [pay, pay], but waits for [pay, ship].");
  }

  @Test
  void anUnknownRunFails() {
    fails(
        () -> assertThat(RUN).run("checkout", "run-2").isWaitingFor(),
        "Run run-2 of workflow checkout should wait for [], but has ended, or does not exist.");
    fails(
        () -> assertThat(RUN).run("checkout", "run-2").did(),
        "Run run-2 of workflow checkout should do [], but was not invoked.");
  }

  @Test
  void anUnknownProcessFails() {
    fails(
        () -> assertThat(RUN).process("collect", "r-2").hasHandled(0),
        "Process collect r-2 should have handled 0 messages, but has not started.");
    fails(
        () -> assertThat(RUN).process("collect", "r-2").hasNoTimer("deposit"),
        "Process collect r-2 should have no timer deposit, but has not started.");
  }
}
