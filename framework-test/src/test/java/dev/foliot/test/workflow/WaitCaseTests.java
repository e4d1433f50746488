package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waits, at level 1 only: the examples of the documentation, events, rounds and N4. */
class WaitCaseTests {
  // docs: wait
  static String continueAfterAnHour(WorkflowContext ctx, String input) {
    ctx.step("start", String.class, step -> "started");
    ctx.wait("long_wait", ofHours(1));
    return ctx.step("continue", String.class, step -> "continued");
  }

  @Test
  void a12SkipsALongWait() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, WaitCaseTests::continueAfterAnHour)
            .limit(ofSeconds(10))
            .run("");

    assertThat(result).hasResult("continued").took(ofHours(1));
    assertThat(result.wait("long_wait").duration()).isEqualTo(ofHours(1));
  }

  // docs: end

  @Test
  void eachRoundGetsTheNextEvent() {
    List<String> charged = new ArrayList<>();
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  EventWait<OrderApproved> any = EventWait.of(OrderApproved.class);
                  String order = ctx.waitForEvent("approval", any).orElseThrow().orderId();
                  ctx.step("charge", step -> charged.add(order + " " + step.idempotencyKey()));
                  ctx.wait("pause", ofHours(2));
                  return ctx.info().round() < 2 ? ctx.continueAsNew(order) : "after " + input;
                })
            .at(ofHours(1), publish(new OrderApproved("o-1")))
            .at(ofHours(2), publish(new OrderApproved("o-2")))
            .at(ofHours(9), publish(new OrderApproved("o-3")))
            .run("");

    assertThat(result).hasResult("after o-2").took(ofHours(11));
    assertThat(charged).containsExactly("o-1 run/2", "o-2 run/~1-2", "o-3 run/~2-2");
  }

  // docs: position
  /** A handler of an event starts the run. The log may already have later events. */
  static String shipAfter(WorkflowContext ctx, Long handled) {
    return ctx.waitForEvent("approval", EventWait.of(OrderApproved.class).afterPosition(handled))
        .map(OrderApproved::orderId)
        .orElse("none");
  }

  @Test
  void findsAnEventBeforeTheStartOfTheRun() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(Long.class, WaitCaseTests::shipAfter)
            .given(new OrderApproved("o-1"), new OrderApproved("o-2")) // at the positions 1 and 2
            .run(1L);

    assertThat(result).hasResult("o-2").took(ofHours(0));
  }

  // docs: end

  @Test
  void findsNoEventBeforeTheStartWithoutAPosition() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.waitForEvent(
                            "approval", EventWait.of(OrderApproved.class).within(ofHours(1)))
                        .map(OrderApproved::orderId)
                        .orElse("none"))
            .given(new OrderApproved("o-1"))
            .run("");

    assertThat(result).hasResult("none");
  }

  @Test
  void laterRoundFindsNoEventAgainAfterAPosition() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  String order = shipAfter(ctx, 0L);
                  return ctx.info().round() == 0 ? ctx.continueAsNew(order) : input + order;
                })
            .given(new OrderApproved("o-1"), new OrderApproved("o-2"))
            .run("");

    assertThat(result).hasResult("o-1o-2");
  }

  @Test
  void roundBeginsAtItsOwnTime() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  Duration since = Duration.between(ctx.info().startedAt(), ctx.now());
                  ctx.wait("pause", ofHours(1));
                  return ctx.info().round() < 2 ? ctx.continueAsNew(input + since) : input + since;
                })
            .run("");

    assertThat(result).hasResult("PT0SPT1HPT2H");
  }

  // docs: loop
  static int countTo(WorkflowContext ctx, int target) {
    int state = 0;
    for (int attempt = 1; attempt <= 5; attempt++) {
      int last = state;
      state = ctx.step("increment", Integer.class, step -> last + 1);
      if (state >= target) {
        break;
      }
      ctx.wait("pause", ofSeconds(1));
    }
    return state;
  }

  @Test
  void a13PollsInALoop() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(Integer.class, WaitCaseTests::countTo).run(3);

    assertThat(result).hasResult(3);
    assertThat(result.operations("increment")).hasSize(3);
    assertThat(result.operations("pause")).hasSize(2);
  }

  // docs: end

  // docs: advance
  static String pauseForAnHour(WorkflowContext ctx, String input) {
    ctx.wait("pause", ofHours(1));
    return "done";
  }

  @Test
  void a49AdvancesTime() {
    WorkflowTestRun<String> run =
        WorkflowTestRunner.of(String.class, WaitCaseTests::pauseForAnHour).start("");

    assertThat(run.result()).isWaitingFor("pause");

    run.advance(ofMinutes(59));
    assertThat(run.result()).isWaitingFor("pause");

    run.advance(ofMinutes(1));
    assertThat(run.result()).hasResult("done");
  }

  // docs: end

  @Test
  void n4DoesNotSkipTimeIfAsked() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, WaitCaseTests::pauseForAnHour).skipTime(false).run("");

    assertThat(result).hasStatus(RunStatus.WAITING).isWaitingFor("pause").took(ofSeconds(0));
  }
}
