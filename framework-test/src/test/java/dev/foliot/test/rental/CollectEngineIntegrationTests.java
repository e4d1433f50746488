package dev.foliot.test.rental;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Flow;
import dev.foliot.test.TestClock;
import dev.foliot.test.rental.Collect.DepositTimedOut;
import dev.foliot.test.rental.Rental.Cancel;
import dev.foliot.test.rental.Rental.Cancelled;
import dev.foliot.test.rental.Rental.PayDeposit;
import dev.foliot.test.rental.Rental.Rent;
import dev.foliot.test.rental.Rental.RequestDeposit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a run, and a flow, tell of processes and their timers when the engine delivers. */
@EngineTest
class CollectEngineIntegrationTests {
  private static final Duration TO_PAY = Duration.ofMinutes(15);

  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired Flow flow;

  private Rental rental() {
    return domain.repositoryFor(Rental.class).get("r-1");
  }

  @Test
  void aRunNamesWhatWaitsForItsTime() {
    domain.process(new Rent("r-1"));

    EngineRun run = engine.run();

    assertThat(run)
        .handled("collect", 1)
        .submitted(RequestDeposit.class, 1)
        .submitted(Cancel.class, 0)
        .scheduled(DepositTimedOut.class, 1)
        .nothingParked()
        .process("collect", "r-1")
        .isRunning()
        .hasHandled(1)
        .hasTimer("deposit", TestClock.START.plus(TO_PAY));
    assertThat(run.toString())
        .contains(
            "left:\n  due later: timer deposit of collect r-1: DepositTimedOut, due at +900000 ms\n")
        .endsWith("process collect r-1 is running\n");
    assertThat(run.isQuiescent()).isFalse();
  }

  @Test
  void nothingIsLeftWhenTheProcessHasEnded() {
    domain.process(new Rent("r-1"));
    engine.run();
    domain.process(new PayDeposit("r-1"));

    EngineRun run = engine.run();

    assertThat(run).isQuiescent().process("collect", "r-1").hasEnded().hasNoTimer("deposit");
    assertThat(run.toString()).endsWith("nothing is left\n");
  }

  @Test
  void timeThatPassesFiresTimersAtTheirOwnTime() {
    domain.process(new Rent("r-1"));
    engine.runFor(Duration.ofMinutes(14));
    assertThat(rental().isCancelled()).isFalse();

    EngineRun run = engine.runFor(Duration.ofMinutes(60));

    assertThat(run).isQuiescent().submitted(Cancel.class, 1).process("collect", "r-1").hasEnded();
    assertThat(run.steps().get(0).messageType()).isEqualTo("DepositTimedOut");
    assertThat(run.cycles().get(1).at()).isEqualTo(TestClock.START.plus(TO_PAY));
    assertThat(clock.instant()).isEqualTo(TestClock.START.plus(Duration.ofMinutes(74)));
    assertThat(rental().isCancelled()).isTrue();
  }

  @Test
  void aRunUntilNothingIsDueFiresTheTimer() {
    domain.process(new Rent("r-1"));

    assertThat(engine.runUntilIdle()).isQuiescent().process("collect", "r-1").hasEnded();
  }

  @Test
  void whatIsDueFiresAfterTheClockHasMoved() {
    domain.process(new Rent("r-1"));
    engine.run();
    clock.advance(Duration.ofDays(30));

    assertThat(engine.run()).isQuiescent().process("collect", "r-1").hasEnded();
  }

  @Test
  void theFlowPutsCommandsAndTimersUnderTheirCause() {
    domain.process(new Rent("r-1"));

    engine.runFor(TO_PAY);

    assertThat(flow.toString())
        .isEqualTo(
            """
               1  command  Rent[rentalId=r-1]
               2    event    Rented[rentalId=r-1]
               3      handler  collect <- Rented: handled
               4        schedule DepositTimedOut[rentalId=r-1] for 2026-01-01T12:15:00Z
               5        submit   RequestDeposit[rentalId=r-1]
               6          handler  rental-command-handler <- RequestDeposit: handled
               7            event    DepositRequested[rentalId=r-1]
               8        timer    DepositTimedOut[rentalId=r-1]
               9          handler  collect <- DepositTimedOut: handled
              10            submit   Cancel[rentalId=r-1]
              11              handler  rental-command-handler <- Cancel: handled
              12                event    Cancelled[rentalId=r-1]
              13                  handler  collect <- Cancelled: handled
            """);
    assertThat(flow)
        .scheduled(new DepositTimedOut("r-1"))
        .submitted(new Cancel("r-1"))
        .processed(Cancel.class, 1)
        .published(Cancelled.class)
        .handled("collect", 3)
        .nothingFailed();
  }

  @Test
  void aCommandThatExpiresShows() {
    domain.submit(new Rent("r-1"), CommandOptions.none().timeout(Duration.ofMinutes(1)));
    clock.advance(Duration.ofMinutes(2));

    EngineRun run = engine.run();

    assertThat(run).isQuiescent().expired(Rent.class, 1).handledNothing();
    assertThat(flow).submitted(Rent.class, 1).expired(Rent.class).processed(Rent.class, 0);
    assertThat(flow.toString()).contains("rental-command-handler <- Rent: expired");
  }

  @Test
  void aScheduledCommandWaitsForItsTime() {
    domain.submit(new Rent("r-1"), CommandOptions.after(Duration.ofHours(1)));

    EngineRun run = engine.run();
    assertThat(run).scheduled(Rent.class, 1).handledNothing();
    assertThat(run.toString()).contains("  due later: command Rent, due at +3600000 ms\n");
    assertThat(run.isQuiescent()).isFalse();

    assertThat(engine.runFor(Duration.ofHours(1))).handled("rental-command-handler", 2);
    assertThat(flow).scheduled(new Rent("r-1")).submitted(new Rent("r-1")).processed(Rent.class, 1);
  }

  @Test
  void aFailureNamesProcessAndRun() {
    domain.process(new Rent("r-1"));
    EngineRun run = engine.run();

    assertThatThrownBy(() -> assertThat(run).process("collect", "r-1").hasEnded())
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "Process collect r-1 should have ended, but is running. The run:\ncycle")
        .hasMessageEndingWith("process collect r-1 is running\n");
    assertThatThrownBy(() -> assertThat(run).process("collect", "r-2").isRunning())
        .hasMessageStartingWith("Process collect r-2 should be running, but has not started.");
    assertThatThrownBy(() -> assertThat(run).process("collect", "r-1").hasTimer("refund"))
        .hasMessageStartingWith(
            "Process collect r-1 should have a timer refund, but has [deposit].");
    assertThatThrownBy(() -> assertThat(run).process("collect", "r-1").hasNoTimer("deposit"))
        .hasMessageStartingWith("Process collect r-1 should have no timer deposit.");
    assertThatThrownBy(
            () -> assertThat(run).process("collect", "r-1").hasTimer("deposit", TestClock.START))
        .hasMessageContaining(
            "is due at 2026-01-01T12:00:00Z, but it is due at 2026-01-01T12:15:00Z");
    assertThatThrownBy(() -> assertThat(run).process("collect", "r-1").hasHandled(2))
        .hasMessageContaining("should have handled 2 messages, but it was 1");
    assertThatThrownBy(() -> assertThat(run).process("collect", "r-1").doesNotExist())
        .hasMessageContaining("should not exist, but is running");
    assertThatThrownBy(() -> assertThat(run).process("checkout", "r-1"))
        .hasMessageContaining("No process manager has the name checkout. The names are: [collect]");
    assertThatThrownBy(
            () -> assertThat(run).process("rental-command-handler", "r-1").hasNoTimer("refund"))
        .hasMessageContaining("No process manager has the name rental-command-handler.");
    assertThatThrownBy(() -> assertThat(run).isQuiescent())
        .hasMessageContaining("Nothing should be left. The run:");
    assertThatThrownBy(() -> assertThat(run).submitted(RequestDeposit.class, 2))
        .hasMessageContaining("RequestDeposit submitted: expected 2 times, but it was 1 times");
    assertThatThrownBy(() -> assertThat(run).scheduled(DepositTimedOut.class, 0))
        .hasMessageContaining("DepositTimedOut scheduled: expected 0, but it was 1");
    assertThatThrownBy(() -> assertThat(run).expired(Cancel.class, 1))
        .hasMessageContaining("Cancel expired: expected 1 times, but it was 0 times");
    assertThatThrownBy(() -> assertThat(run).submitted(Cancelled.class, 1))
        .hasMessageContaining("is not a command: it is not annotated with @Command.");
    assertThatThrownBy(() -> assertThat(run).scheduled(Cancelled.class, 0))
        .hasMessageContaining("is an event. Only commands and messages of timers are scheduled.");
  }
}
