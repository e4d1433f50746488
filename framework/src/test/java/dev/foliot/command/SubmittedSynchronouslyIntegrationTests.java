package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.EngineRun;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.Desk.OpenPage;
import dev.foliot.command.desk.Desk.Write;
import dev.foliot.command.desk.Desk.Written;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.engine.Step;
import dev.foliot.handler.Delivery.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** R14 to R18: commands that are submitted in synchronous mode. */
@TestPropertySource(properties = "foliot.event-processing=sync")
class SubmittedSynchronouslyIntegrationTests extends DeskTest {
  @Test
  void commandHasSucceededWhenSubmitReturns() {
    CommandReceipt receipt = domain.submit(new Write("p1", "a"));

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(receipt.result(Written.class)).contains(new Written("a", 1));
    assertThat(receipt.await(Duration.ofSeconds(1))).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void commandsRunBreadthFirst() { // R16
    domain.submit(new OpenPage("p1"));

    assertThat(notes.rows()).containsExactly("read p1", "opened p1");
    assertThat(count("foliot_command where status = 'succeeded'")).isEqualTo(2);
  }

  @Test
  void failureRollsEverythingBackAndReachesTheCaller() { // R15
    notes.fail("opened p1", 1);

    assertThatThrownBy(() -> domain.submit(new OpenPage("p1")))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("the pen broke at opened p1");

    assertThat(notes.rows()).isEmpty();
    assertThat(count("foliot_message") + count("foliot_command")).isZero();
    assertThat(notes.asked).isEmpty();
  }

  @Test
  void engineThatStartsLaterRunsNothingAgain() { // R18
    domain.submit(new Jot("a"));

    EngineRun run = run();

    assertThat(run.steps()).isEmpty();
    assertThat(notes.calls()).containsExactly("a");
  }

  @Test
  void keyLetsCommandRunOnce() { // R12
    CommandOptions once = CommandOptions.none().idempotencyKey("k");

    CommandReceipt first = domain.submit(new Jot("a"), once);
    CommandReceipt again = domain.submit(new Jot("a"), once);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(notes.calls()).containsExactly("a");
  }

  @Test
  void engineDeliversScheduledCommands() {
    CommandReceipt receipt =
        domain.submit(new Jot("later"), CommandOptions.after(Duration.ofMinutes(1)));
    assertThat(receipt.status()).isEqualTo(CommandStatus.SCHEDULED);

    EngineRun run = run();

    assertThat(run.steps()).extracting(Step::outcome).containsExactly(Outcome.HANDLED);
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(notes.rows()).containsExactly("later");
  }

  @Test
  void engineDeliversCommandsThatWereSubmittedBefore() {
    domain.submit(new Jot("a"));
    jdbc.update("update foliot_message set delivered_synchronously = false");
    jdbc.update("delete from foliot_command");
    notes.reset();

    node.register();
    run();

    assertThat(notes.rows()).containsExactly("a");
  }
}
