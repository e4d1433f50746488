package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.Desk.Write;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.handler.ErrorDecision;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of a command is kept as long as the command may still be delivered. */
class ForgottenEndsIntegrationTests extends DeskTest {
  private static final Duration PAST_RETENTION = Duration.ofDays(8);

  @Test
  void cancelledCommandBehindAParkedOneNeverRuns() {
    CommandReceipt parked = parked();
    CommandReceipt cancelled = domain.submit(new Write("p1", "p1-2"));
    domain.commands().cancel(cancelled.id());
    run();
    clock.advance(PAST_RETENTION);
    run();

    notes.fail("p1-1", 0);
    domain.subscriptions().retry("desk", parked.id());
    run();

    assertThat(notes.rows()).containsExactly("p1-1");
    run();
    assertThat(count("foliot_command where status = 'cancelled'")).isZero(); // no longer needed
  }

  @Test
  void cancelledCommandOfAPausedSubscriptionNeverRuns() {
    domain.subscriptions().pause("desk", "no ink");
    CommandReceipt cancelled = domain.submit(new Jot("a"));
    domain.commands().cancel(cancelled.id());
    clock.advance(PAST_RETENTION);
    run();

    domain.subscriptions().resume("desk");
    run();

    assertThat(notes.calls()).isEmpty();
  }

  @Test
  void commandBehindAParkedOneIsKnownAfterTheRetention() {
    parked();
    CommandReceipt behind = domain.submit(new Write("p1", "p1-2"));
    run();
    clock.advance(PAST_RETENTION);
    run();

    assertThat(behind.status()).isEqualTo(CommandStatus.SUBMITTED);
    assertThat(domain.commands().list(CommandFilter.all()))
        .extracting(SubmittedCommand::id)
        .contains(behind.id());
    assertThat(domain.commands().cancel(behind.id())).isTrue();
  }

  private CommandReceipt parked() {
    notes.fail("p1-1", 1_000);
    notes.decide(ErrorDecision.park());
    CommandReceipt parked = domain.submit(new Write("p1", "p1-1"));
    run();
    return parked;
  }
}
