package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.engine.Step;
import dev.foliot.handler.Delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R12, R13: deadlines and keys while the clock jumps. */
class ClockJumpsIntegrationTests extends DeskTest {
  private static final Instant LONG_BEFORE = START.minus(Duration.ofDays(30));
  private static final Instant PAST_RETENTION = START.plus(Duration.ofDays(30));
  private static final CommandOptions TIMEOUT =
      CommandOptions.none().timeout(Duration.ofSeconds(5));
  private static final CommandOptions ONCE = CommandOptions.none().idempotencyKey("k");

  /** Without moving the clock to what is due later. */
  private List<Outcome> runAt(Instant now) {
    clock.set(now);
    EngineRun run = Engine.inTestMode(domain).run();
    assertThat(run.leftovers()).isEmpty();
    return run.steps().stream().map(Step::outcome).toList();
  }

  @Test
  void clockBeforeTheSubmissionExpiresNothing() {
    CommandReceipt receipt = domain.submit(new Jot("a"), TIMEOUT);

    assertThat(runAt(LONG_BEFORE)).containsExactly(Outcome.HANDLED);
    assertThat(runAt(START)).isEmpty();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(notes.rows()).containsExactly("a");
  }

  @Test
  void clockBeforeTheSubmissionKeepsAScheduledCommand() {
    Instant due = START.plus(Duration.ofHours(1));
    CommandReceipt receipt =
        domain.submit(new Jot("a"), CommandOptions.at(due).timeout(Duration.ofSeconds(5)));

    assertThat(runAt(LONG_BEFORE)).isEmpty();
    assertThat(receipt.status()).isEqualTo(CommandStatus.SCHEDULED);

    assertThat(runAt(due)).containsExactly(Outcome.HANDLED);
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void clockAfterDeadlineAndRetentionExpiresOnce() {
    CommandReceipt receipt = domain.submit(new Jot("a"), TIMEOUT);
    CommandReceipt scheduled =
        domain.submit(
            new Jot("b"), CommandOptions.after(Duration.ofHours(1)).timeout(Duration.ofSeconds(5)));

    assertThat(runAt(PAST_RETENTION)).containsExactly(Outcome.EXPIRED, Outcome.EXPIRED);
    assertThat(runAt(START)).isEmpty();
    node.register();
    assertThat(runAt(PAST_RETENTION)).isEmpty();

    assertThat(receipt.status()).isEqualTo(CommandStatus.EXPIRED);
    assertThat(scheduled.status()).isEqualTo(CommandStatus.EXPIRED);
    assertThat(notes.calls()).isEmpty();
    assertThat(notes.asked).isEmpty();
  }

  @Test
  void keyIsFreeAfterTheExpiryOnly() {
    CommandReceipt expired = domain.submit(new Jot("a"), TIMEOUT.idempotencyKey("k"));
    runAt(PAST_RETENTION);

    CommandReceipt next = domain.submit(new Jot("a"), ONCE);
    assertThat(next.id()).isNotEqualTo(expired.id());
    assertThat(runAt(START)).containsExactly(Outcome.HANDLED);

    assertThat(domain.submit(new Jot("a"), ONCE).id()).isEqualTo(next.id());
    assertThat(runAt(PAST_RETENTION)).isEmpty();
    assertThat(domain.submit(new Jot("a"), ONCE).id()).isEqualTo(next.id());
    assertThat(notes.calls()).containsExactly("a");
  }

  @Test
  void keyIsKeptForTheRetentionAfterTheSubmission() {
    CommandReceipt first = domain.submit(new Jot("a"), ONCE);

    assertThat(runAt(LONG_BEFORE)).containsExactly(Outcome.HANDLED);
    assertThat(runAt(START)).isEmpty();

    assertThat(domain.submit(new Jot("a"), ONCE).id()).isEqualTo(first.id());
    assertThat(runAt(START.plus(Duration.ofDays(6)))).isEmpty();
    assertThat(domain.submit(new Jot("a"), ONCE).id()).isEqualTo(first.id());
    runAt(START.plus(Duration.ofDays(8)));
    assertThat(count("foliot_command")).isZero();
    assertThat(notes.calls()).containsExactly("a");
  }
}
