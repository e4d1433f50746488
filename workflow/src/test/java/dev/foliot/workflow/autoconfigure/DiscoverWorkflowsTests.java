package dev.foliot.workflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.WiringException;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.annotation.Transactional;

class DiscoverWorkflowsTests {
  private static final String REST =
      "is @Transactional: a wait would roll its writes back. Remove it, and use StepOptions.transactional().";

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
                                    NoFunction.class.getName()
                                        + " is annotated with @Workflow, but is no DurableFunction and has no @Step: its code would never run. Implement DurableFunction, add steps, or remove @Workflow.",
                                    "Workflow open-account (version 1) is declared twice: by "
                                        + OpenAccount.class.getName()
                                        + " and by "
                                        + OpenOtherAccount.class.getName()
                                        + ". Give one of them another name or another version in @Workflow.")));
  }

  @Test
  void allowsTransactionsOfOtherMethods() {
    WorkflowRunner.empty()
        .withBean(OpenAccount.class)
        .run(context -> assertThat(context).hasNotFailed());
  }
}
