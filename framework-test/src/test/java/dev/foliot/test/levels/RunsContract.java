package dev.foliot.test.levels;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowOperation;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.levels.Shop.ShipOrder;
import dev.foliot.test.levels.Shop.StockReserved;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.journal.OperationKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same test bodies at every level (A54). */
abstract class RunsContract {
  abstract Runs runs();

  @BeforeEach
  void parkVans() {
    Delivery.vans = 0;
  }

  // docs: body
  @Test
  void shipsAfterTheReservation() {
    WorkflowTestRun<String> run = runs().start(Fulfilment.class, "o-1");
    assertThat(run.result()).isWaitingFor("stock");

    run.publish(new StockReserved("o-1"));
    assertThat(run.result()).isWaitingFor("cooling");

    run.advance(ofHours(2));
    assertThat(run.result())
        .hasResult("parcel of o-1")
        .ran("stock", "cooling", "ship")
        .inOrder()
        .sent(new ShipOrder("o-1"))
        .took(ofHours(2));
  }

  // docs: end

  @Test
  void n10WaitsInTheOperationAfterThePublishedEvent() {
    WorkflowTestRun<String> run = runs().start(Fulfilment.class, "o-1");
    assertThat(run.result()).didNotRun("cooling", "ship");

    run.publish(new StockReserved("o-1"));

    assertThat(run.result()).isWaitingFor("cooling").ran("stock").didNotRun("ship");
    assertThat(run.result().operations())
        .extracting(WorkflowOperation::name)
        .containsExactly("stock", "cooling");
  }

  @Test
  void timePassesStepByStep() {
    WorkflowTestRun<String> run = runs().start(Fulfilment.class, "o-1");

    run.advance(ofHours(3)).publish(new StockReserved("o-2")).publish(new StockReserved("o-1"));
    run.advance(ofHours(1));
    assertThat(run.result()).isWaitingFor("cooling");
    run.finish();

    assertThat(run.result()).hasResult("parcel of o-1").took(ofHours(5));
  }

  @Test
  void timeMayPassForEver() {
    WorkflowTestRun<String> run = runs().start(Fulfilment.class, "o-1");

    run.advance(ofSeconds(Long.MAX_VALUE));

    assertThat(run.result()).hasResult("no stock").took(ofDays(2));
  }

  @Test
  void skipsToTheTimeOut() {
    WorkflowTestRun<String> run = runs().start(Fulfilment.class, "o-1").finish();

    assertThat(run.result()).hasResult("no stock").didNotRun("ship").took(ofDays(2));
    assertThat(run.waitingFor()).isEmpty();
  }

  @Test
  void completesCallbacksByName() {
    WorkflowTestRun<String> run = runs().start(Approval.class, "may I?");
    assertThat(run.waitingFor())
        .extracting(WorkflowOperation::kind)
        .containsExactly(OperationKind.CALLBACK);

    run.advance(ofHours(1)).heartbeat("answer").advance(ofHours(1)).complete("answer", "yes");

    assertThat(run.result()).hasResult("yes").took(ofHours(2));
    assertThatThrownBy(() -> run.complete("answer", "no"))
        .isInstanceOf(CallbackClosedException.class);
    assertThatThrownBy(() -> run.complete("reply", "no"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("callback 'reply'");
  }

  @Test
  void callbackFails() {
    WorkflowTestRun<String> run = runs().start(Approval.class, "may I?");

    run.fail("answer", new IllegalStateException("never"));

    assertThat(run.result()).hasResult("refused: never");
  }

  @Test
  void heartbeatDoesNotCome() {
    WorkflowTestRun<String> run = runs().start(Approval.class, "may I?").finish();

    assertThat(run.result()).succeeded().took(ofHours(2));
  }

  // docs: retry
  @Test
  void retryContinuesAFailedRun() {
    WorkflowTestRun<String> run = runs().start(Delivery.class, "o-1");
    assertThat(run.result()).hasErrorContaining("no van").hasAttempts("load", 1);

    run.advance(ofHours(1)).retry();
    assertThat(run.result()).isWaitingFor("drive").hasAttempts("load", 1);
    run.finish();

    assertThat(run.result()).hasResult("o-1 in van 2").took(ofHours(4));
  }

  // docs: end

  @Test
  void retryBeginsAgainFromAnOperation() {
    WorkflowTestRun<String> run = runs().start(Delivery.class, "o-1").retry();
    run.cancel();

    run.retry("load").finish();

    assertThat(run.result()).hasResult("o-1 in van 3").took(ofHours(3));
    assertThat(run.result().repeated()).isEmpty();
  }

  @Test
  void retriedRunGetsEachEventOnce() {
    WorkflowTestRun<String> run = runs().start(Restock.class, "o-1");
    run.publish(new StockReserved("o-1")).publish(new StockReserved("o-1")).cancel();
    assertThat(run.result()).wasCancelled().ran("first", "second");

    run.retry("second");
    assertThat(run.result()).isWaitingFor("third");
    run.publish(new StockReserved("o-1"));

    assertThat(run.result()).hasResult("done");
  }

  @Test
  void retriedRunContinuesItsChildRun() {
    WorkflowTestRun<String> run = runs().start(Tour.class, "o-1");
    assertThat(run.result()).hasErrorContaining("no van");

    run.retry().finish();

    assertThat(run.result()).hasResult("o-1 in van 2");
  }

  @Test
  void retryIsRefusedUnlessTheRunHasFailed() {
    WorkflowTestRun<String> open = runs().start(Fulfilment.class, "o-1");
    WorkflowTestRun<String> undone = runs().start(Approval.class, "may I?").cancel();
    WorkflowTestRun<String> failed = runs().start(Delivery.class, "o-1");

    assertThatThrownBy(open::retry)
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageEndingWith("it is waiting. Cancel or terminate it first, or fork it.");
    assertThatThrownBy(undone::retry)
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessageContaining("its compensations have run");
    assertThatThrownBy(() -> failed.retry("fly"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no operation \"fly\"");
    open.finish();
    assertThatThrownBy(open::retry).hasMessageContaining("it has succeeded");
  }

  @Test
  void cancelUndoes() {
    WorkflowTestRun<String> run = runs().start(Approval.class, "may I?");

    run.advance(ofHours(1)).cancel();

    assertThat(run.result()).wasCancelled().ran("withdraw").took(ofHours(1));
  }
}
