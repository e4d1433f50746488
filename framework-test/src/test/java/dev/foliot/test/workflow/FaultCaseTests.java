package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.event.DomainEvent;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.test.workflow.Fulfilment.ReserveStock;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Crashes, missing answers and compensations: N2, N6, N8, N13. */
class FaultCaseTests {
  private final List<String> done = new ArrayList<>();

  private String did(String what) {
    done.add(what);
    return what;
  }

  // docs: saga
  /** Books a trip. If something fails, all bookings are cancelled. */
  private final DurableFunction<String, String> trip =
      (ctx, customer) -> {
        try {
          ctx.compensate("cancel-hotel", step -> did("cancel hotel"));
          ctx.step("hotel", String.class, step -> did("book hotel"));
          ctx.compensate("cancel-flight", step -> did("cancel flight"));
          ctx.step("flight", String.class, step -> did("book flight"));
          return ctx.step("car", String.class, StepOptions.noRetry(), step -> did("book car"));
        } catch (RuntimeException e) {
          ctx.compensateAll();
          throw e;
        }
      };

  @Test
  void n2UndoesInReverseOrder() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(trip)
            .stub("car", failsWith(new IllegalStateException("no car")))
            .run("c");

    assertThat(result).hasErrorContaining("no car").ran("cancel-flight", "cancel-hotel").inOrder();
    assertThat(done).containsExactly("book hotel", "book flight", "cancel flight", "cancel hotel");
  }

  // docs: end

  // docs: cancel
  @Test
  void undoesACancelledRun() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("book", String.class, step -> did("book"));
                  ctx.compensate("undo", step -> did("undo"));
                  ctx.wait("long", ofHours(10));
                  return "never";
                })
            .at(ofHours(1), cancels())
            .run("");

    assertThat(result).wasCancelled().ran("undo").took(ofHours(1));
    assertThat(done).containsExactly("book", "undo");
  }

  // docs: end

  @Test
  void n6StoresATransactionalStepOnce() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("first", step -> did("first"));
                  ctx.step("row", String.class, StepOptions.transactional(), step -> did("row"));
                  ctx.command("reserve", new ReserveStock("o-1"));
                  ctx.publish("tell", new OrderApproved("o-1"));
                  ctx.step("last", step -> did("last"));
                  return "end";
                })
            .on(ReserveStock.class, command -> "r-1")
            .crashAfterEachAppend()
            .run("");

    assertThat(result)
        .hasResult("end")
        .sent(new ReserveStock("o-1"))
        .published(new OrderApproved("o-1"));
    assertThat(result.repeated()).containsExactly("first", "last");
  }

  @Test
  void n6RunsATransactionalStepAgainWhoseOutcomeIsLost() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.step("row", String.class, StepOptions.transactional(), step -> did("row")))
            .loseOutcomeOf("row")
            .run("");

    assertThat(result).hasResult("row");
    assertThat(done).hasSize(2); // the first one was rolled back
    assertThat(result.repeated()).isEmpty();
  }

  @Test
  void n6RollsBackACommandWhoseOutcomeIsLost() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> ctx.command("reserve", new ReserveStock("o-1"), String.class))
            .on(ReserveStock.class, command -> did("reserve"))
            .loseOutcomeOf("reserve")
            .run("");

    assertThat(result).hasResult("reserve").sent(new ReserveStock("o-1"));
    assertThat(done).hasSize(2); // the first one was rolled back
    assertThat(result.repeated()).isEmpty();
  }

  @Test
  void n8NamesACommandWithoutAnAnswer() {
    var runner =
        WorkflowTestRunner.of(
            String.class,
            (ctx, input) -> {
              try {
                return ctx.command("reserve", new ReserveStock("o-1"), String.class);
              } catch (RuntimeException hidden) {
                return "hidden";
              }
            });

    assertThatThrownBy(() -> runner.run(""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "processed the command ReserveStock[orderId=o-1], and the test has no answer");
  }

  @Test
  void n8NamesAnAttemptWithoutAnEntry() {
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.step(
                        "flaky",
                        String.class,
                        StepOptions.retry(RetryPolicy.fixed(5, ofSeconds(1))),
                        step -> "real"))
            .stub("flaky", failsWith(new IllegalStateException()));

    assertThatThrownBy(() -> runner.run(""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'flaky' began attempt 2, and its stub has 1");
  }

  private static String approval(WorkflowContext ctx, String orderId) {
    ctx.wait("pause", ofHours(2));
    EventWait<OrderApproved> wait =
        EventWait.of(OrderApproved.class).where("orderId", orderId).within(ofHours(1));
    return ctx.waitForEvent("approval", wait).map(OrderApproved::orderId).orElse("none");
  }

  // docs: before
  @Test
  void n13FindsAnEventThatCameBefore() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, FaultCaseTests::approval)
            .at(ofHours(1), publish(new OrderApproved("o-1"))) // it waits from hour 2 on
            .run("o-1");

    assertThat(result).hasResult("o-1").took(ofHours(2));
  }

  // docs: end

  @Test
  void n13FindsAnEventThatTheWorkflowPublished() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, id) -> {
                  ctx.publish("tell", new OrderApproved(id));
                  return approval(ctx, id);
                })
            .run("o-1");

    assertThat(result).hasResult("o-1").took(ofHours(2));
  }

  @Test
  void n13IgnoresEventsOfOthers() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(String.class, FaultCaseTests::approval)
            .at(ofHours(1), publish(new OrderApproved("o-2")))
            .run("o-1");

    assertThat(result).hasResult("none").took(ofHours(3));
  }

  @DomainEvent
  record Paid(BigDecimal amount) {}

  @Test
  void n13ComparesNumbersByTheirValue() {
    WorkflowResult<Boolean> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.waitForEvent("paid", EventWait.of(Paid.class).where("amount", 10))
                        .isPresent())
            .at(ofHours(1), publish(new Paid(new BigDecimal("10.00"))))
            .run("");

    assertThat(result).hasResult(true).took(ofHours(1));
  }

  @Test
  void changesNothingIfItIsWokenTwice() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, id) -> {
                  ctx.step("first", step -> did("first"));
                  ctx.wait(null, ofHours(1));
                  return ctx.step("second", String.class, step -> did("second"));
                })
            .duplicateWakeUps()
            .run("");

    assertThat(result).hasResult("second");
    assertThat(result.invocations()).isEqualTo(3);
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void findsARunThatEndsInAnotherWayAfterACrash() {
    List<String> counter = new ArrayList<>();
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("count", step -> counter.add("x"));
                  int seen = counter.size(); // not deterministic
                  ctx.wait(null, ofSeconds(1));
                  return "seen " + seen;
                })
            .crashAfterEachAppend();

    assertThatThrownBy(() -> runner.run(""))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The run ends in another way if the node dies just before append 1");
  }

  @Test
  void survivesCrashesOfBranches() {
    WorkflowResult<List<String>> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.map(
                            "all",
                            List.of("a", "b", "c"),
                            String.class,
                            (item, name, index) -> {
                              item.step("before", step -> did("before " + name));
                              item.wait(null, ofSeconds(index + 1));
                              return item.step("after", String.class, step -> did(name));
                            })
                        .results())
            .crashAfterEachAppend()
            .run("");

    assertThat(result).hasResult(List.of("a", "b", "c"));
    assertThat(result.repeated()).containsExactly("after", "before");
  }

  @Test
  void failsWithTheTraceOfTheRun() {
    WorkflowTestRun<String> run =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("first", String.class, step -> "one");
                  ctx.wait("pause", ofHours(1));
                  return input;
                })
            .start("");

    assertThatThrownBy(() -> assertThat(run.result()).succeeded())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The run is WAITING, expected SUCCEEDED")
        .hasMessageContaining("+PT0S Step 1 'first' succeeded: \"one\"")
        .hasMessageContaining("+PT0S Wait 2 'pause' started");
  }
}
