package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.CommandOptions;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.testsupport.BehindThisTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two callers change when one command is due. */
class RescheduledCommandsIntegrationTests extends DeskTest {
  private static final Instant DUE = START.plus(Duration.ofDays(1));

  @Test
  void secondOfTwoTransactionsMovesTheCommandOn() throws Exception {
    UUID id = domain.submit(new Jot("a"), CommandOptions.at(DUE).timeout(Duration.ofHours(1))).id();
    CompletableFuture<Boolean> second = new CompletableFuture<>();

    inTransaction(
        () -> {
          domain.commands().reschedule(id, DUE.plusSeconds(60));
          var unused =
              second.completeAsync(() -> domain.commands().reschedule(id, DUE.plusSeconds(90)));
          BehindThisTransaction.awaitAnother(jdbc);
        });

    assertThat(second.get(120, TimeUnit.SECONDS)).isTrue();
    SubmittedCommand moved = domain.commands().find(id).orElseThrow();
    assertThat(moved.dueAt()).isEqualTo(DUE.plusSeconds(90));
    assertThat(moved.deadline()).isEqualTo(DUE.plusSeconds(90).plus(Duration.ofHours(1)));
  }
}
