package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.CommandOptions;
import dev.foliot.EngineRun;
import dev.foliot.command.desk.Desk.Jot;
import dev.foliot.command.desk.Desk.Odd;
import dev.foliot.command.desk.Desk.OpenPage;
import dev.foliot.command.desk.Desk.RaiseFlag;
import dev.foliot.command.desk.Desk.Write;
import dev.foliot.command.desk.Desk.Written;
import dev.foliot.command.desk.DeskTest;
import dev.foliot.engine.Step;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.Metadata;
import dev.foliot.message.MissingComponentException;
import dev.foliot.message.Priority;
import dev.foliot.operation.CheckpointTarget;
import dev.foliot.schedule.Schedule;
import dev.foliot.testsupport.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** R13, R14: submitted commands, from their submission to their end. */
class SubmittedCommandsIntegrationTests extends DeskTest {
  @Autowired private PlatformTransactionManager manager;

  @Test
  void commandWithoutARequiredComponentIsRefused() {
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> domain.submit(new Write("p", null)))
        .withMessageContaining("its component text is null, and it is required");
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(() -> domain.submit(new Jot(null), CommandOptions.after(Duration.ofDays(1))));
    assertThatExceptionOfType(MissingComponentException.class)
        .isThrownBy(
            () -> domain.schedules().put("jot", Schedule.every(Duration.ofDays(1)), new Jot(null)));
    domain.submit(new Write(null, "the page is optional"));
    run();

    assertThat(count("foliot_message")).isOne();
    assertThat(count("foliot_timer")).isZero();
  }

  @Test
  void submissionAloneIsOneRoundTripOnPostgres() {
    domain.submit(new Jot("first")); // reads its type back
    int before = sql().roundTrips();

    domain.submit(new Jot("a"));

    assertThat(sql().roundTrips() - before).isEqualTo(TestDatabases.isPostgres() ? 1 : 2);
  }

  /** A statement that commits itself would have no time limit. */
  @Test
  void submissionHasTheDefaultTimeLimit() {
    domain.submit(new Jot("first"));
    AbstractPlatformTransactionManager limited = (AbstractPlatformTransactionManager) manager;
    limited.setDefaultTimeout(60);
    try {
      int before = sql().roundTrips();

      domain.submit(new Jot("a"));

      assertThat(sql().roundTrips() - before).as("append, commit").isEqualTo(2);
    } finally {
      limited.setDefaultTimeout(TransactionDefinition.TIMEOUT_DEFAULT);
    }
  }

  /** Such as an open persistence context, whose changes are stored with the command. */
  @Test
  void submissionInAThreadWithAResourceHasATransaction() {
    domain.submit(new Jot("first"));
    TransactionSynchronizationManager.bindResource(this, this);
    try {
      int before = sql().roundTrips();

      domain.submit(new Jot("a"));

      assertThat(sql().roundTrips() - before).as("append, commit").isEqualTo(2);
    } finally {
      TransactionSynchronizationManager.unbindResource(this);
    }
  }

  @Test
  void commandRunsAfterCommitAndKeepsItsResult() {
    CommandReceipt receipt = domain.submit(new Write("p1", "a"));
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUBMITTED);
    assertThat(notes.calls()).isEmpty();

    EngineRun run = run();

    assertThat(notes.rows()).containsExactly("a");
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(receipt.result(Written.class)).contains(new Written("a", 1));
    assertThat(run.steps())
        .extracting(Step::subscription, Step::messageType, Step::outcome)
        .containsExactly(tuple("desk", "write", Outcome.HANDLED));
  }

  /** Sooner than the next cycle, which is 100 ms later. */
  @Test
  void commandRunsIfItIsDueSoonAfterAnEmptyCycle() {
    CommandReceipt receipt =
        domain.submit(new Jot("a"), CommandOptions.after(Duration.ofMillis(50)));

    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void commandWithoutResultHasNone() {
    CommandReceipt receipt = domain.submit(new Jot("a"));

    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(receipt.result(String.class)).isEmpty();
  }

  @Test
  void deciderHandlesSubmittedCommands() {
    CommandReceipt receipt = domain.submit(new RaiseFlag("red"));

    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat((List<?>) receipt.result(List.class).orElseThrow()).hasSize(1);
    assertThat(count("foliot_message where type = 'flag-raised'")).isOne();
  }

  @Test
  void succeededCommandIsNeverRunAgain() { // R14
    CommandReceipt receipt = domain.submit(new Jot("a"));
    run();

    clock.advance(Duration.ofHours(1));
    run();
    jdbc.update("update foliot_checkpoint set position = 0 where subscription = 'desk'");
    EngineRun again = run();

    assertThat(notes.calls()).containsExactly("a");
    assertThat(again.steps()).extracting(Step::outcome).containsExactly(Outcome.IGNORED);
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(count("foliot_held")).isZero();
  }

  @Test
  void rollbackOfSubmittingTransactionLeavesNothing() {
    assertThatThrownBy(
            () ->
                inTransaction(
                    () -> {
                      domain.submit(new Jot("a"));
                      domain.submit(new Jot("b"), CommandOptions.after(Duration.ofDays(1)));
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    run();

    assertThat(notes.calls()).isEmpty();
    assertThat(count("foliot_message") + count("foliot_timer") + count("foliot_command")).isZero();
  }

  @Test
  void receiptOfARolledBackSubmissionIsRefused() {
    List<CommandReceipt> receipts = new ArrayList<>();
    assertThatThrownBy(
            () ->
                inTransaction(
                    () -> {
                      receipts.add(domain.submit(new Jot("a")));
                      receipts.add(
                          domain.submit(new Jot("b"), CommandOptions.after(Duration.ofDays(1))));
                      assertThat(receipts.get(0).status()).isEqualTo(CommandStatus.SUBMITTED);
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    assertThat(receipts)
        .allSatisfy(
            receipt -> {
              assertThatThrownBy(receipt::status)
                  .isInstanceOf(CommandNotFoundException.class)
                  .hasMessageContaining(receipt.id().toString());
              assertThatThrownBy(() -> receipt.await(Duration.ofHours(1)))
                  .isInstanceOf(CommandNotFoundException.class);
            });
  }

  @Test
  void receiptOfATransactionFollowsItsCommand() {
    List<CommandReceipt> receipts = new ArrayList<>();
    inTransaction(() -> receipts.add(domain.submit(new Jot("a"))));
    assertThat(receipts).extracting(CommandReceipt::status).containsOnly(CommandStatus.SUBMITTED);

    run();

    assertThat(receipts).extracting(CommandReceipt::status).containsOnly(CommandStatus.SUCCEEDED);
  }

  @Test
  void failingCommandIsRetriedThenParkedThenRetriedByOperator() {
    notes.fail("a", 1_000);
    CommandReceipt receipt = domain.submit(new Jot("a"));
    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.FAILED);
    SubmittedCommand failed = domain.commands().find(receipt.id()).orElseThrow();
    assertThat(failed.attempts()).isEqualTo(notes.calls().size()).isGreaterThan(1);
    assertThat(failed.error()).contains("the pen broke at a");
    assertThat(count("foliot_command")).isZero();

    notes.fail("a", 0);
    domain.subscriptions().retry("desk", receipt.id());
    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(notes.rows()).containsExactly("a");
  }

  @Test
  void waitingCommandIsRunning() {
    notes.fail("a", 1);
    CommandReceipt receipt = domain.submit(new Jot("a"));

    dev.foliot.Engine.inTestMode(domain).run();

    assertThat(receipt.status()).isIn(CommandStatus.RUNNING, CommandStatus.SUCCEEDED);
    run();
    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void onlyCommandsOfTheSameSequenceWaitBehindFailedOne() {
    notes.fail("p1-1", 1_000);
    CommandReceipt first = domain.submit(new Write("p1", "p1-1"));
    CommandReceipt behind = domain.submit(new Write("p1", "p1-2"));
    domain.submit(new Write("p2", "p2-1"));
    domain.submit(new Write(null, "null-1"));
    domain.submit(new Jot("jot"));
    run();
    assertThat(notes.rows()).containsExactlyInAnyOrder("p2-1", "null-1", "jot");
    assertThat(behind.status()).isEqualTo(CommandStatus.SUBMITTED);

    notes.fail("p1-1", 0);
    domain.subscriptions().retry("desk", first.id());
    run();

    assertThat(notes.rows()).endsWith("p1-1", "p1-2");
  }

  @Test
  void nullValueOfSequenceIsSequenceOfItsOwn() {
    notes.fail("n1", 1_000);
    domain.submit(new Write(null, "n1"));
    domain.submit(new Write(null, "n2"));

    run();

    assertThat(notes.rows()).containsExactly("n2");
  }

  @Test
  void skippedCommandHasFailedWithTheReason() {
    notes.fail("a", 1_000);
    notes.decide(ErrorDecision.skip());
    CommandReceipt receipt = domain.submit(new Jot("a"));

    EngineRun run = run();

    assertThat(run.steps()).extracting(Step::outcome).contains(Outcome.SKIPPED);
    assertThat(notes.calls()).containsExactly("a");
    assertThat(notes.rows()).isEmpty();
    assertThat(receipt.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(domain.commands().find(receipt.id()).orElseThrow().error())
        .startsWith("skipped by @OnError: ")
        .contains("the pen broke at a");
  }

  @Test
  void discardedCommandHasFailedWithTheReason() {
    notes.fail("a", 1_000);
    CommandReceipt receipt = domain.submit(new Jot("a"));
    run();

    domain.subscriptions().discard("desk", receipt.id(), "no paper", "ann");
    run();

    SubmittedCommand discarded = domain.commands().find(receipt.id()).orElseThrow();
    assertThat(discarded.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(discarded.error()).isEqualTo("discarded: no paper");
    assertThat(discarded.endedAt()).isNotNull();
    assertThat(count("foliot_command where status = 'failed'")).isOne();
  }

  @Test
  void expiredCommandIsReportedAndItsHandlerNotCalled() { // R13
    CommandReceipt receipt =
        domain.submit(new Jot("a"), CommandOptions.none().timeout(Duration.ofSeconds(5)));
    clock.advance(Duration.ofSeconds(5));

    EngineRun run = run();

    assertThat(run.steps()).extracting(Step::outcome).containsExactly(Outcome.EXPIRED);
    assertThat(receipt.status()).isEqualTo(CommandStatus.EXPIRED);
    assertThat(notes.calls()).isEmpty();
    assertThat(notes.asked).isEmpty();
    assertThat(run.leftovers()).isEmpty();
  }

  @Test
  void resultThatJsonCannotKeepFailsTheAttempt() {
    notes.decide(ErrorDecision.park());
    CommandReceipt receipt = domain.submit(new Odd("odd"));

    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(notes.rows()).isEmpty();
    assertThat(domain.commands().find(receipt.id()).orElseThrow().error())
        .contains("The result of command odd cannot be kept as JSON and read as java.lang.Thread: ")
        .contains("or nothing.");
  }

  @Test
  void messagesCarryCorrelationAndCause() {
    String correlation = UUID.randomUUID().toString();
    CommandReceipt first =
        domain.submit(new OpenPage("p1"), CommandOptions.none().correlationId(correlation));
    run();

    List<Metadata> all = notes.handled;
    assertThat(all).hasSize(3).extracting(Metadata::correlationId).containsOnly(correlation);
    assertThat(all).extracting(Metadata::id).doesNotHaveDuplicates();
    assertThat(all.get(0).causationId()).isNull();
    assertThat(all.subList(1, 3)).extracting(Metadata::causationId).containsOnly(first.id());
    assertThat(domain.trace(first.id()).toString()).contains("open-page", "page-opened", "write");
  }

  @Test
  void priorityLanesHoldForCommands() { // R31
    domain.submit(new Jot("later"), CommandOptions.priority(Priority.BACKFILL));
    domain.submit(new Jot("first"));

    run();

    assertThat(notes.rows()).containsExactly("first", "later");
  }

  @Test
  void deliveryOfManyTakesOneLookAndOneWrite() {
    inTransaction(
        () -> {
          for (int i = 0; i < 50; i++) {
            domain.submit(new Jot("n" + i));
          }
        });
    sql().reset();

    run();

    assertThat(notes.rows()).hasSize(50);
    assertThat(sql().statements())
        .filteredOn(sql -> sql.contains("foliot_command") && !sql.contains("ended_at <"))
        .hasSize(2);
  }

  @Test
  void resultsOfOneBatchKeepTheirTexts() {
    String text = "{\"a\", 'b', \\c, NULL}";
    CommandReceipt written = domain.submit(new Write("p1", text));
    CommandReceipt jotted = domain.submit(new Jot("nothing"));

    run();

    assertThat(written.result(Written.class)).contains(new Written(text, 1));
    assertThat(jotted.result(Written.class)).isEmpty();
    assertThat(jotted.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void handlerCannotCancelItsOwnCommand() {
    CommandReceipt receipt = domain.submit(new Jot("a"));
    notes.during(
        "a",
        () ->
            assertThatThrownBy(() -> domain.commands().cancel(receipt.id()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    "Command jot %s cannot be cancelled by its own handler, which has begun. Return from the handler, or throw to let it fail.",
                    receipt.id()));

    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void cancelledCommandIsIgnored() {
    CommandReceipt receipt = domain.submit(new Jot("a"));

    assertThat(domain.commands().cancel(receipt.id())).isTrue();
    assertThat(domain.commands().cancel(receipt.id())).isFalse();
    EngineRun run = run();

    assertThat(run.steps()).extracting(Step::outcome).containsExactly(Outcome.IGNORED);
    assertThat(receipt.status()).isEqualTo(CommandStatus.CANCELLED);
    assertThat(notes.calls()).isEmpty();
  }

  @Test
  void commandThatIsCancelledWhileItRunsDoesNotCommit() {
    CommandReceipt receipt = domain.submit(new Jot("a"));
    notes.during("a", () -> elsewhere(() -> domain.commands().cancel(receipt.id())));

    EngineRun run = run();

    assertThat(notes.calls()).containsExactly("a");
    assertThat(notes.rows()).isEmpty();
    assertThat(run.steps()).extracting(Step::outcome).containsExactly(Outcome.IGNORED);
    assertThat(receipt.status()).isEqualTo(CommandStatus.CANCELLED);
  }

  private static void elsewhere(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void scheduledCommandWaitsAndCanBeCancelledAndMoved() {
    Instant due = START.plus(Duration.ofDays(1));
    CommandReceipt moved =
        domain.submit(new Jot("a"), CommandOptions.at(due).timeout(Duration.ofHours(1)));
    CommandReceipt cancelled =
        domain.submit(new Jot("b"), CommandOptions.after(Duration.ofDays(2)));

    assertThat(moved.status()).isEqualTo(CommandStatus.SCHEDULED);
    SubmittedCommand before = domain.commands().find(moved.id()).orElseThrow();
    assertThat(before.dueAt()).isEqualTo(due);
    assertThat(before.deadline()).isEqualTo(due.plus(Duration.ofHours(1)));
    assertThat(domain.commands().reschedule(moved.id(), due.plusSeconds(60))).isTrue();
    SubmittedCommand after = domain.commands().find(moved.id()).orElseThrow();
    assertThat(after.dueAt()).isEqualTo(due.plusSeconds(60));
    assertThat(after.deadline()).isEqualTo(due.plus(Duration.ofMinutes(61)));

    assertThat(domain.commands().cancel(cancelled.id())).isTrue();
    assertThat(cancelled.status()).isEqualTo(CommandStatus.CANCELLED);
    assertThat(count("foliot_timer")).isOne();
  }

  @Test
  void commandOfThePastIsDueAtOnce() {
    CommandReceipt receipt = domain.submit(new Jot("a"), CommandOptions.at(START.minusSeconds(1)));

    run();

    assertThat(receipt.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void listShowsNewestFirst() {
    CommandReceipt a = domain.submit(new Jot("a"));
    run();
    notes.fail("b", 1_000);
    notes.decide(ErrorDecision.park());
    CommandReceipt b = domain.submit(new Jot("b"));
    run();
    CommandReceipt c = domain.submit(new Write("p", "c"));
    clock.advance(Duration.ofMillis(1));
    CommandReceipt d = domain.submit(new Jot("d"), CommandOptions.after(Duration.ofDays(1)));
    Commands commands = domain.commands();
    CommandFilter all = CommandFilter.all();

    assertThat(commands.list(all))
        .extracting(SubmittedCommand::id)
        .containsExactly(d.id(), c.id(), b.id(), a.id());
    assertThat(commands.list(all.limit(2))).hasSize(2);
    assertThat(ids(all.withStatus(CommandStatus.SUCCEEDED))).containsExactly(a.id());
    assertThat(ids(all.withStatus(CommandStatus.FAILED))).containsExactly(b.id());
    assertThat(ids(all.withStatus(CommandStatus.SUBMITTED))).containsExactly(c.id());
    assertThat(ids(all.withStatus(CommandStatus.SCHEDULED))).containsExactly(d.id());
    assertThat(ids(all.withStatus(CommandStatus.RUNNING))).isEmpty();
    assertThat(ids(all.ofType("jot").withStatus(CommandStatus.SUBMITTED))).isEmpty();
    assertThat(ids(all.ofType("write"))).containsExactly(c.id());
    assertThatIllegalArgumentException().isThrownBy(() -> commands.list(all.ofType("write\0")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> commands.list(all.ofType("wirte")))
        .withMessageStartingWith("No command of this application has the type wirte; known are [")
        .withMessageContaining("write");
  }

  @Test
  void listShowsScheduledCommandsAsTheyAreDue() {
    CommandFilter scheduled = CommandFilter.all().withStatus(CommandStatus.SCHEDULED);
    List<UUID> submitted =
        Stream.of(3, 1, 2, 1)
            .map(Duration::ofDays)
            .map(wait -> domain.submit(new Jot("j"), CommandOptions.after(wait)).id())
            .toList();

    assertThat(ids(scheduled))
        .containsExactly(submitted.get(1), submitted.get(3), submitted.get(2), submitted.get(0));
    assertThat(ids(scheduled.limit(1))).containsExactly(submitted.get(1));
  }

  private List<UUID> ids(CommandFilter filter) {
    return domain.commands().list(filter).stream().map(SubmittedCommand::id).toList();
  }

  @Test
  void endedCommandsAreForgottenAfterRetention() {
    CommandReceipt old = domain.submit(new Jot("old"));
    run();
    clock.advance(Duration.ofDays(6));
    CommandReceipt recent = domain.submit(new Jot("recent"));
    run();
    clock.advance(Duration.ofDays(2));

    run();

    assertThat(count("foliot_command")).isOne();
    assertThat(domain.commands().find(old.id())).isEmpty();
    assertThat(recent.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(ids(CommandFilter.all())).containsExactly(recent.id());
    assertThatThrownBy(() -> domain.commands().status(old.id()))
        .isInstanceOf(CommandNotFoundException.class)
        .hasMessage(
            "There is no submitted command %s. Its transaction was rolled back or is not committed yet, or it ended longer ago than foliot.command.retention. Check the id.",
            old.id());
    assertThatThrownBy(old::status).isInstanceOf(CommandNotFoundException.class);
  }

  @Test
  void newSubscriptionRunsCommandsThatItsPredecessorLeftBehind() {
    CommandReceipt ended = domain.submit(new Jot("ended"));
    run();
    CommandReceipt open = domain.submit(new Jot("open"));
    for (String table : List.of("foliot_checkpoint", "foliot_segment", "foliot_subscription")) {
      jdbc.update("delete from " + table);
    }
    node.register();

    run();

    assertThat(notes.calls()).containsExactly("ended", "open");
    assertThat(ended.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(open.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void newSubscriptionRunsScheduledCommandsThatItsPredecessorLeftBehind() {
    domain.submit(new Jot("old"));
    run();
    CommandReceipt scheduled =
        domain.submit(new Jot("scheduled"), CommandOptions.after(Duration.ofDays(10)));
    clock.advance(Duration.ofDays(10)); // longer than the retention
    domain.subscriptions().pause("desk", "its handler is renamed");
    run();
    assertThat(notes.calls()).containsExactly("old");
    clock.advance(Duration.ofDays(1));
    for (String table : List.of("foliot_checkpoint", "foliot_segment", "foliot_subscription")) {
      jdbc.update("delete from " + table);
    }
    node.register();

    run();

    assertThat(notes.calls()).containsExactly("old", "scheduled");
    assertThat(scheduled.status()).isEqualTo(CommandStatus.SUCCEEDED);
  }

  @Test
  void newSubscriptionDoesNotRepeatScheduledCommandsThatAreForgotten() {
    domain.submit(new Jot("scheduled"), CommandOptions.after(Duration.ofDays(10)));
    clock.advance(Duration.ofDays(10));
    run();
    clock.advance(Duration.ofDays(8));
    run();
    domain.submit(new Jot("open"));
    for (String table : List.of("foliot_checkpoint", "foliot_segment", "foliot_subscription")) {
      jdbc.update("delete from " + table);
    }
    node.register();

    run();

    assertThat(notes.calls()).containsExactly("scheduled", "open");
  }

  @Test
  void newSubscriptionDoesNotRepeatCommandsThatAreForgotten() {
    domain.submit(new Jot("old"));
    run();
    clock.advance(Duration.ofDays(8));
    run();
    domain.submit(new Jot("open"));
    for (String table : List.of("foliot_checkpoint", "foliot_segment", "foliot_subscription")) {
      jdbc.update("delete from " + table);
    }
    node.register();

    run();

    assertThat(notes.calls()).containsExactly("old", "open");
  }

  @Test
  void checkpointOfCommandsIsNotMoved() {
    assertThatThrownBy(() -> domain.subscriptions().planMove("desk", CheckpointTarget.start()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Nothing was moved: the subscription desk delivers submitted commands, and each of them runs once. Submit a command again to repeat it; cancel or discard a command to skip it.");
  }

  @Test
  void keyLetsSubmittedCommandRunOnce() { // R12
    CommandOptions once = CommandOptions.none().idempotencyKey("k");
    CommandReceipt first = domain.submit(new Jot("a"), once);
    CommandReceipt again = domain.submit(new Jot("a"), once);

    run();

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(notes.calls()).containsExactly("a");
    assertThat(again.status()).isEqualTo(CommandStatus.SUCCEEDED);
    assertThat(domain.submit(new Jot("a"), once).status()).isEqualTo(CommandStatus.SUCCEEDED);
    run();
    assertThat(notes.calls()).containsExactly("a");
  }

  @Test
  void processRefusesOptionsOfScheduledCommands() {
    CommandOptions tomorrow = CommandOptions.after(Duration.ofDays(1));

    assertThatThrownBy(() -> domain.process(new Jot("a"), tomorrow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "domain.process handles a command now, but its options delay it. Use domain.submit, or leave out at(…) and after(…).");
  }

  @Test
  void awaitRefusesTransactionsAndStandingEngines() {
    CommandReceipt receipt = domain.submit(new Jot("a"));
    Duration second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> inTransaction(() -> receipt.await(second)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The command %s is awaited in a transaction, but it is delivered after the commit only. Await it after the commit.",
            receipt.id());
    assertThatThrownBy(() -> receipt.await(second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The command %s is awaited, but no engine runs on this steppable clock, so it would never end. Run the engine first: Engine.inTestMode(domain).runUntilIdle(), or that of @EngineTest.",
            receipt.id());
    run();
    assertThat(receipt.await(second)).isEqualTo(CommandStatus.SUCCEEDED);
  }
}
