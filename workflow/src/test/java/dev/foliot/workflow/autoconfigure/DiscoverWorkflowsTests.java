package dev.foliot.workflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.Domain;
import dev.foliot.Wiring;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.WiringException;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.run.WorkflowDefinition;
import dev.foliot.workflow.run.WorkflowRegistry;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.trigger.Batch;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.Singleton;
import dev.foliot.workflow.trigger.Trigger;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.annotation.AliasFor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.transaction.annotation.Transactional;

class DiscoverWorkflowsTests {
  private static final String REST =
      "is @Transactional: a wait would roll its writes back. Remove it, and use StepOptions.transactional().";

  @DomainEvent
  record LoanPaid(String loan) {}

  @DomainEvent
  record LoanLost(String loan) {}

  @DomainEvent
  record LoanNoted(String loan) {}

  @Workflow(name = "await-loan")
  static class AwaitLoan implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      ctx.publish("note", new LoanNoted(input));
      return ctx.child(
          "paid",
          String.class,
          child -> child.waitForEvent("paid", EventWait.of(LoanPaid.class)).orElseThrow().loan());
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void eventThatAWorkflowWaitsForIsHandled(CapturedOutput output) {
    WorkflowRunner.withTypesOf(DiscoverWorkflowsTests.class)
        .withBean(AwaitLoan.class)
        .run(
            context ->
                assertThat(context.getBean(Domain.class).wiring().unhandledEvents())
                    .extracting(Wiring.MessageEntry::name)
                    .contains("LoanLost", "LoanNoted")
                    .doesNotContain("LoanPaid"));

    assertThat(output)
        .contains("Nothing handles event=LoanLost", "Nothing handles event=LoanNoted")
        .doesNotContain("Nothing handles event=LoanPaid");
  }

  @EventHandler(name = "await-loan")
  static class NoteLoan {
    @Handle
    void on(LoanNoted event) {}
  }

  @Test
  void chartHasAWorkflowBesideAnEventHandlerOfItsName() {
    WorkflowRunner.withTypesOf(DiscoverWorkflowsTests.class)
        .withBean(AwaitLoan.class)
        .withBean(NoteLoan.class)
        .run(
            context ->
                assertThat(context.getBean(Domain.class).wiring().toMermaid().lines())
                    .contains(
                        "  event_loannoted([\"LoanNoted\"]) --> handler_event_await_loan[\"await-loan\"]",
                        "  event_loanpaid([\"LoanPaid\"]) --> handler_workflow_await_loan[\"await-loan\"]"));
  }

  @Transactional
  @Workflow(name = "grant-loan")
  static class GrantLoan implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  @Workflow(name = "repay-loan")
  static class RepayLoan implements DurableFunction<String, String> {
    @Override
    @Transactional
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  @Workflow(name = "move-loan")
  static class MoveLoan implements DurableFunction<String, String> {
    @Override
    @jakarta.transaction.Transactional
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  @Workflow
  static class NoFunction {}

  @Workflow(name = "open-account")
  static class OpenAccount implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      return run(input);
    }

    @Transactional
    String run(String input) {
      return input;
    }
  }

  @Workflow(name = "open-account")
  static class OpenOtherAccount extends OpenAccount {}

  @Test
  void listsAllProblemsOfTheWorkflows() {
    WorkflowRunner.empty()
        .withBean(GrantLoan.class)
        .withBean(RepayLoan.class)
        .withBean(MoveLoan.class)
        .withBean(NoFunction.class)
        .withBean(OpenAccount.class)
        .withBean(OpenOtherAccount.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(e.problems())
                                .containsExactly(
                                    "Workflow grant-loan ("
                                        + GrantLoan.class.getName()
                                        + ") "
                                        + REST,
                                    "Workflow repay-loan ("
                                        + RepayLoan.class.getName()
                                        + ") "
                                        + REST,
                                    "Workflow move-loan (" + MoveLoan.class.getName() + ") " + REST,
                                    NoFunction.class.getName()
                                        + " is annotated with @Workflow, but is not a DurableFunction and has no @Step: its code would never run. Implement DurableFunction, add steps, or remove @Workflow.",
                                    "Workflow open-account (version 1) is declared twice: by "
                                        + OpenAccount.class.getName()
                                        + " and by "
                                        + OpenOtherAccount.class.getName()
                                        + ". Give one of them another name or another version in @Workflow.")));
  }

  @Workflow(name = "close-account")
  @Concurrency(limit = 0)
  @Batch(maxSize = 2, timeout = "soon")
  @Singleton(key = "input.unknown")
  static class CloseAccount implements DurableFunction<GrantLoan, String> {
    @Override
    public String run(WorkflowContext ctx, GrantLoan input) {
      return "";
    }
  }

  @Test
  void listsMistakesInFlowControlWithTheOthers() {
    WorkflowRunner.empty()
        .withBean(NoFunction.class)
        .withBean(CloseAccount.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(String.join("\n", e.problems()))
                                .contains(
                                    "is not a DurableFunction",
                                    "has no property unknown",
                                    "cannot be combined with @Singleton",
                                    "whose input is of type GrantLoan",
                                    "has timeout = \"soon\"",
                                    "has limit = 0")));
  }

  @Workflow
  @Singleton(key = "input.text")
  static class NoStart {
    record Part(String text) {}

    @Step
    Stop<String> end(Part part) {
      return new Stop<>(part.text());
    }
  }

  @Test
  void listsProblemsOfStepsWithTheOthers() {
    WorkflowRunner.empty()
        .withBean(NoFunction.class)
        .withBean(NoStart.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(String.join("\n", e.problems()))
                                .contains(
                                    "is not a DurableFunction",
                                    "takes a StartEvent, so no run would begin")));
  }

  @Test
  void allowsTransactionsOfOtherMethods() {
    WorkflowRunner.empty()
        .withBean(OpenAccount.class)
        .run(context -> assertThat(context).hasNotFailed());
  }

  /** An annotation of the application. */
  @Workflow(version = 3, memo = Workflow.Memo.BY_NAME)
  @Retention(RetentionPolicy.RUNTIME)
  @interface LoanWorkflow {
    @AliasFor(annotation = Workflow.class)
    String name();
  }

  @LoanWorkflow(name = "check-loan")
  static class CheckLoan implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  /** It inherits the annotation, not the name. */
  static class ApproveLoan extends AskForLoan {}

  @Workflow(version = 2)
  abstract static class AskForLoan implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  @Test
  void findsWorkflowsByAnnotationsOfTheApplication() {
    WorkflowRunner.empty()
        .withBean(CheckLoan.class)
        .withBean(ApproveLoan.class)
        .run(
            context -> {
              var registry = context.getBean(WorkflowRegistry.class);
              assertThat(registry.definitions())
                  .extracting(each -> each.name() + " " + each.version() + " " + each.memo())
                  .containsExactlyInAnyOrder("check-loan 3 BY_NAME", "ApproveLoan 2 BY_POSITION");
            });
  }

  @Test
  void refusesAClassThatIsNoWorkflow() {
    DurableFunction<String, String> function = (ctx, input) -> input;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkflowDefinition.of(function, String.class, null, null))
        .withMessage("java.lang.String is not a workflow. Annotate the class with @Workflow.");
  }

  @Workflow(name = "later")
  static class Later implements DurableFunction<String, String> {
    @Async
    @Override
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  @Workflow(name = "future")
  static class Future implements DurableFunction<String, CompletableFuture<String>> {
    @Override
    public CompletableFuture<String> run(WorkflowContext ctx, String input) {
      return CompletableFuture.completedFuture(input);
    }
  }

  @Workflow(name = "later-steps")
  static class LaterSteps {
    @Async
    @Step
    Stop<String> begin(StepStart start) {
      return new Stop<>("done");
    }
  }

  record StepStart() implements StartEvent {}

  @Test
  void refusesCodeThatReturnsBeforeItIsDone() {
    WorkflowRunner.empty()
        .withBean(Later.class)
        .withBean(Future.class)
        .withBean(LaterSteps.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e -> {
                          assertThat(e.problems()).hasSize(3);
                          assertThat(e.problems().get(0))
                              .contains(
                                  "Later.run is @Async, so the run would count as done before it has run, and a failure would be lost. Remove @Async: the engine has its own threads.");
                          assertThat(e.problems().get(1))
                              .contains(
                                  "Future.run returns a CompletableFuture, so the run would count as done before that has completed");
                          assertThat(e.problems().get(2))
                              .startsWith("Step begin of ")
                              .contains("is @Async, so the step would count as done before");
                        }));
  }

  @Workflow(name = "private-steps")
  static class PrivateSteps {
    @Step
    private Stop<String> begin(StepStart start) {
      return new Stop<>("done");
    }
  }

  @Test
  void refusesAPrivateStepBehindAProxy() {
    WorkflowRunner.empty()
        .withBean(
            "steps",
            PrivateSteps.class,
            () -> {
              ProxyFactory proxy = new ProxyFactory(new PrivateSteps());
              proxy.setProxyTargetClass(true);
              return (PrivateSteps) proxy.getProxy();
            })
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .contains(
                                    "PrivateSteps.begin is private or final, but its bean is proxied")));
  }

  sealed interface Payment {}

  record Card(String number) implements Payment {}

  record Basket(List<Payment> payments) {}

  @Workflow(name = "take-payment")
  static class TakePayment implements DurableFunction<Payment, Basket> {
    @Override
    public Basket run(WorkflowContext ctx, Payment input) {
      return new Basket(List.of(input));
    }
  }

  record Ordered(String id) implements StartEvent {}

  @Workflow(name = "order-steps")
  static class OrderSteps {
    @Step
    Stop<Payment> pay(Ordered ordered) {
      return new Stop<>(new Card(ordered.id()));
    }
  }

  @Workflow(name = "both")
  static class Both implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      return input;
    }

    @Step
    Stop<String> end(Ordered ordered) {
      return new Stop<>(ordered.id());
    }
  }

  @Test
  void refusesInputsAndResultsThatCannotBeReadAgain() {
    WorkflowRunner.empty()
        .withBean(TakePayment.class)
        .withBean(OrderSteps.class)
        .withBean(Both.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(String.join("\n", e.problems()))
                                .contains(
                                    "The input of workflow take-payment ("
                                        + TakePayment.class.getName()
                                        + ") could be stored, but not read again: input is the"
                                        + " interface "
                                        + Payment.class.getName()
                                        + ", and its JSON does not say which class it was.",
                                    "The result of workflow take-payment ("
                                        + TakePayment.class.getName()
                                        + ") could be stored, but not read again: result.payments[]"
                                        + " is the interface "
                                        + Payment.class.getName(),
                                    "Step pay of "
                                        + OrderSteps.class.getName()
                                        + " gives a Stop whose result could be stored, but not read"
                                        + " again: result is the interface ",
                                    Both.class.getName()
                                        + " is a DurableFunction with @Step methods, which would"
                                        + " never be called.")));
  }

  @Workflow(name = "half-read")
  @Concurrency(key = "input.id", limit = 1)
  static class HalfRead {
    @Step
    void any(Ordered ordered, Ordered another) {}

    @Step
    Stop<String> end(Ordered ordered) {
      return new Stop<>(ordered.id());
    }
  }

  @Test
  void stepThatCannotBeReadIsTheOnlyProblem() {
    WorkflowRunner.empty()
        .withBean(HalfRead.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .isInstanceOfSatisfying(
                        WiringException.class,
                        e ->
                            assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .contains("Step any of ", "takes one event")));
  }

  @Trigger(event = LoanLost.class)
  @Trigger(event = LoanPaid.class)
  @Concurrency(limit = 1)
  static class ForgottenFunction implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  static class ForgottenSteps {
    @Step
    Stop<String> end(Ordered ordered) {
      return new Stop<>(ordered.id());
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void warnsOfAnnotationsOfAClassThatIsNoWorkflow(CapturedOutput output) {
    WorkflowRunner.empty()
        .withBean(ForgottenSteps.class)
        .run(context -> assertThat(context).hasNotFailed());
    WorkflowRunner.withTypesOf(DiscoverWorkflowsTests.class)
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains(
            ForgottenSteps.class.getName()
                + " has @Step, but is not a workflow, so nothing uses it. Annotate the class with"
                + " @Workflow, or remove it.",
            ForgottenFunction.class.getName()
                + " has @Concurrency, @Trigger, but is not a workflow")
        .doesNotContain(OrderSteps.class.getName() + " has");
  }
}
