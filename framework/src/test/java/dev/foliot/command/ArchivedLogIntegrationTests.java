package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.Engine;
import dev.foliot.archive.ArchiveReport;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.Desk.OpenPage;
import dev.foliot.command.desk.Desk.Page;
import dev.foliot.command.desk.Desk.PageOpened;
import dev.foliot.command.desk.Desk.Write;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive takes the events of a closed aggregate, and none of the commands about it. */
class ArchivedLogIntegrationTests extends DeskTest {
  private CommandReceipt opened;
  private CommandReceipt failed;
  private CommandReceipt waiting;
  private CommandReceipt scheduled;
  private CommandReceipt cancelled;

  /** Delivers what is due now. */
  private void deliver() {
    Engine.inTestMode(domain).run();
  }

  @BeforeEach
  void archive() {
    opened = domain.submit(new OpenPage("p1"), CommandOptions.none().idempotencyKey("k"));
    notes.fail("broken", 1_000);
    notes.decide(ErrorDecision.park());
    failed = domain.submit(new Write("p2", "broken"));
    deliver();
    scheduled = domain.submit(new Write("p1", "late"), CommandOptions.after(Duration.ofDays(2)));
    cancelled = domain.submit(new Jot("never"), CommandOptions.after(Duration.ofDays(2)));
    domain.commands().cancel(cancelled.id());
    waiting = domain.submit(new Write("p1", "waiting"));
    domain.repositoryFor(Page.class).close("p1", "full");

    ArchiveReport report = domain.archive().closedBefore(clock.instant().plusSeconds(1));

    assertThat(report).isEqualTo(new ArchiveReport(1, 1, Map.of()));
  }

  private CommandStatus status(CommandReceipt receipt) {
    return domain.commands().status(receipt.id());
  }

  @Test
  void commandsAreFoundAndListed() {
    assertThat(status(opened)).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(status(failed)).isEqualTo(CommandStatus.FAILED);
    assertThat(status(waiting)).isEqualTo(CommandStatus.SUBMITTED);
    assertThat(status(scheduled)).isEqualTo(CommandStatus.SCHEDULED);
    assertThat(status(cancelled)).isEqualTo(CommandStatus.CANCELLED);
    assertThat(domain.commands().list(CommandFilter.all()))
        .extracting(SubmittedCommand::id)
        .contains(opened.id(), failed.id(), waiting.id(), scheduled.id(), cancelled.id())
        .hasSize(6); // with the one that the first has submitted
  }

  @Test
  void commandsRunAndEnd() {
    assertThat(opened.await(Duration.ofMinutes(2))).isEqualTo(CommandStatus.SUCCEEDED);
    deliver();
    assertThat(waiting.await(Duration.ofMinutes(2))).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(waiting.result(Object.class)).isPresent();

    clock.advance(Duration.ofDays(2));
    deliver();

    assertThat(scheduled.await(Duration.ofMinutes(2))).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(notes.rows()).containsExactly("opened p1", "read p1", "waiting", "late");
  }

  @Test
  void repeatOfACommandIsItsFirst() {
    UUID again = domain.submit(new OpenPage("p1"), CommandOptions.none().idempotencyKey("k")).id();

    assertThat(again).isEqualTo(opened.id());
  }

  @Test
  void archivedEventsKeepTheirCommands() {
    assertThat(jdbc.queryForList("select distinct type from foliot_message_archive", String.class))
        .containsExactly("page-opened");
    assertThat(domain.historyOf(Page.class, "p1").entries())
        .extracting(entry -> entry.message().payload())
        .containsExactly(new PageOpened("p1"));
    assertThat(domain.trace(opened.id()).effects())
        .extracting(RecordedMessage::type)
        .contains("page-opened", "write");
    assertThat(domain.verifyLog().problems()).isEmpty();
  }
}
