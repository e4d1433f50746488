package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static dev.foliot.test.FoliotAssertions.callback;
import static dev.foliot.test.FoliotAssertions.publish;
import static dev.foliot.test.ScriptedAttempt.failsWith;
import static dev.foliot.test.ScriptedAttempt.returns;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.foliot.event.DomainEvent;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.WorkflowContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A test that scripts something else than the workflow does fails, and says so. */
class RunnerMisuseTests {
  private static WorkflowTestRunner<String, String> paying() {
    return WorkflowTestRunner.of(
        String.class,
        (ctx, input) -> {
          ctx.step("reserve", step -> {});
          ctx.wait("cooling", ofHours(1));
          return ctx.step("pay", String.class, step -> "paid");
        });
  }

  private static String messageOf(WorkflowTestRunner<String, String> runner) {
    Throwable error = catchThrowable(() -> runner.run(""));
    assertThat(error).isInstanceOf(AssertionError.class);
    return String.valueOf(error.getMessage());
  }

  @Test
  void namesTheOperationsIfAStubIsNotUsed() {
    assertThat(messageOf(paying().stub("pya", returns("stub"))))
        .startsWith(
            """
            The run has ended without using everything that the test set up:
            stub("pya"): there is no operation with this name or id. There are 'cooling', 'pay', 'reserve'.
            Correct the test, or add .lenient() to a runner that several tests share.
            """)
        .endsWith("result \"paid\"");
  }

  @Test
  void namesTheOperationThatTakesNoStub() {
    assertThat(messageOf(paying().stub("cooling", returns("stub"))))
        .contains("stub(\"cooling\"): 'cooling' is a Wait, which takes no stub.");
  }

  @Test
  void namesACrashThatDidNotHappen() {
    assertThat(messageOf(paying().crashIn("pya").loseOutcomeOf("cooling")))
        .contains("crashIn(\"pya\"): there is no operation with this name or id.")
        .contains("loseOutcomeOf(\"cooling\"): 'cooling' is a Wait, which has no body.");
  }

  @Test
  void namesTheErrorOfARunThatDidNotReachTheStub() {
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.step("reserve", step -> {});
                  throw new IllegalStateException("no stock");
                })
            .stub("pay", returns("stub"));

    assertThatThrownBy(() -> runner.run(""))
        .hasMessageContaining("stub(\"pay\"): there is no operation")
        .hasMessageContaining("java.lang.IllegalStateException: no stock");
  }

  @Test
  void namesAnActionAfterTheEnd() {
    assertThat(messageOf(paying().at(ofHours(2), callback("answer").succeeds())))
        .contains("at(PT2H, complete answer): the run ended after PT1H.");
  }

  @Test
  void namesThemIfTheTestLeadsTheRun() {
    WorkflowTestRun<String> run =
        paying()
            .stub("pya", returns("stub"))
            .at(ofHours(2), publish(new OrderApproved("o")))
            .start("");
    assertThat(run.result()).isWaitingFor("cooling"); // it may still use them

    run.finish();

    assertThatThrownBy(run::result)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stub(\"pya\")")
        .hasMessageContaining("at(PT2H, publish OrderApproved[orderId=o])");
  }

  @Test
  void acceptsUnusedPartsOfASharedRunner() {
    var result =
        paying()
            .lenient()
            .stub("pya", returns("stub"))
            .at(ofHours(2), callback("x").succeeds())
            .run("");

    assertThat(result).hasResult("paid");
  }

  @Test
  void knowsTheOperationsOfFormerRounds() {
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) ->
                    ctx.info().round() == 0
                        ? ctx.continueAsNew(ctx.step("first", String.class, step -> "real"))
                        : ctx.step("second", String.class, step -> input + " second"))
            .stub("first", returns("stub"));

    assertThat(runner.run("")).hasResult("stub second");
  }

  @Test
  void refusesANegativeTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> paying().at(ofSeconds(-1), callback("answer").succeeds()))
        .withMessage(
            "The time of [complete answer] is zero or more, counted from the start of the run; it was PT-1S.");
  }

  @Test
  void refusesToGoBackInTime() {
    WorkflowTestRun<String> run = paying().start("");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.advance(ofSeconds(-1)))
        .withMessage("The time must not be negative, but is PT-1S");
  }

  @Test
  void refusesToPublishWhatIsNoEvent() {
    String text = "java.lang.String is not an event. Annotate an event with @DomainEvent.";

    assertThatIllegalArgumentException().isThrownBy(() -> publish("text")).withMessage(text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> paying().start("").publish("text"))
        .withMessage(text);
    assertThat(WorkflowTestRunner.of(String.class, (ctx, input) -> published(ctx, "text")).run(""))
        .hasErrorContaining(text);
    assertThat(
            WorkflowTestRunner.of(
                    String.class,
                    (ctx, input) ->
                        ctx.waitForEvent("wait", EventWait.of(String.class)).orElse(null))
                .run(""))
        .hasErrorContaining(text);
  }

  private static @Nullable String published(WorkflowContext ctx, Object event) {
    ctx.publish("tell", event);
    return null;
  }

  @Test
  void equalWaitsGetDifferentEvents() {
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  EventWait<OrderApproved> any = EventWait.of(OrderApproved.class);
                  String first = ctx.waitForEvent("first", any).orElseThrow().orderId();
                  String second = ctx.waitForEvent("second", any).orElseThrow().orderId();
                  return first + second;
                })
            .at(ofHours(1), publish(new OrderApproved("o-1")))
            .at(ofHours(2), publish(new OrderApproved("o-2")));

    assertThat(runner.run("")).hasResult("o-1o-2").took(ofHours(2));
  }

  @Test
  void equalWaitIsFoundWhateverTheFormOfItsNumber() {
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  String first = paid(ctx, "first", 10);
                  return first + paid(ctx, "second", 10.0);
                })
            .at(ofHours(1), publish(new Paid("p-1", 10)))
            .at(ofHours(2), publish(new Paid("p-2", 10)));

    assertThat(runner.run("")).hasResult("p-1p-2");
  }

  private static String paid(WorkflowContext ctx, String name, Number amount) {
    EventWait<Paid> wait = EventWait.of(Paid.class).where("amount", amount);
    return ctx.waitForEvent(name, wait).orElseThrow().id();
  }

  @DomainEvent
  record Paid(String id, int amount) {}

  @Test
  void differentWaitsMayGetOneEvent() {
    var runner =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  EventWait<OrderApproved> any = EventWait.of(OrderApproved.class);
                  String first = ctx.waitForEvent("any", any).orElseThrow().orderId();
                  return first
                      + ctx.waitForEvent("o-1", any.where("orderId", "o-1"))
                          .orElseThrow()
                          .orderId();
                })
            .at(ofHours(1), publish(new OrderApproved("o-1")));

    assertThat(runner.run("")).hasResult("o-1o-1").took(ofHours(1));
  }

  @Test
  void refusesNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> paying().stub("pay"))
        .withMessageContaining("The stub of 'pay' has no attempt");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> paying().stub(null, failsWith(new IllegalStateException())))
        .withMessage("runner.stub was given null. Give it the name or id of an operation.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> failsWith(null))
        .withMessage("failsWith was given null. Give it an error.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> publish(null))
        .withMessage("publish was given null. Give it an event.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> callback(" "))
        .withMessage("callback was given a blank text. Give it the name or id of a callback.");
  }
}
