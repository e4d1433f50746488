package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static dev.foliot.test.FoliotAssertions.assertThatThrownBy;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFuture;
import org.junit.jupiter.api.Test;

/** An assertion about a run that cannot fail is refused. */
class WorkflowAssertTests {
  private static WorkflowResult<String> waitsForTwo() {
    return WorkflowTestRunner.of(
            String.class,
            (ctx, input) -> {
              ctx.step("ask", step -> {});
              DurableFuture<String> first = ctx.createCallback("first", String.class);
              DurableFuture<String> second = ctx.createCallback("second", String.class);
              return first.get() + second.get();
            })
        .run("in");
  }

  @Test
  void countsTheNamesOfWaits() {
    WorkflowResult<String> result = waitsForTwo();

    assertThat(result).isWaitingFor("second", "first");
    assertThatThrownBy(() -> assertThat(result).isWaitingFor("first", "first"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("The run waits for [first, second], expected [first, first]");
  }

  @Test
  void refusesAnOrderOfNothing() {
    WorkflowResult<String> result = waitsForTwo();

    assertThat(result).ran("ask", "first").inOrder();
    assertThatThrownBy(() -> assertThat(result).inOrder())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Call ran(\"first\", \"second\").inOrder().");
    assertThatThrownBy(() -> assertThat(result).ran().inOrder())
        .isInstanceOf(IllegalStateException.class);
  }
}
