package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofSeconds;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.foliot.test.WorkflowOperation;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Child contexts: A4, A5, A26 and A29. */
public interface ContextCases extends Cases {
  @Test
  default void a4RunsAChildContext() {
    var result = run((ctx, input) -> ContextCaseTests.item(ctx, "item-123").toString());

    assertThat(result.operations())
        .extracting(WorkflowOperation::name)
        .containsExactly("item_processing");
    assertThat(result.child("item_processing").result(ContextCaseTests.Item.class).itemId())
        .isEqualTo("item-123");
    assertThat(result.step("check").parent()).isEqualTo(result.child("item_processing").id());
  }

  @Test
  default void a5RunsChildrenOneAfterTheOther() {
    var result = run((ctx, input) -> ContextCaseTests.transform(ctx, 42).toString());

    assertThat(result)
        .hasResult("Data[value=42, validated=true, transformed=true]")
        .ran("validation", "transformation")
        .inOrder();
    assertThat(result.operations()).hasSize(2);
  }

  @Test
  default void a26DoesNotRunAChildAgain() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.foliot.workflow.run");
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    log.start();

    var result =
        run(
            (ctx, input) -> {
              String value = ctx.child("once", String.class, this::loggingChild);
              ctx.wait(null, ofSeconds(1));
              return value;
            });

    logger.detachAppender(log);
    logger.setLevel(null);
    assertThat(result).hasResult("child");
    assertThat(ran()).containsExactly("child");
    assertThat(log.list).extracting(ILoggingEvent::getMessage).containsOnlyOnce("in the child");
  }

  private String loggingChild(WorkflowContext child) {
    child.logger().info("in the child");
    return did("child");
  }

  @Test
  default void a29CatchesTheErrorOfAChild() {
    var result =
        run(
            (ctx, input) -> {
              try {
                return failingIn(ctx);
              } catch (ContextFailedException e) {
                ctx.step("after", String.class, step -> "ok");
                return e.errorType() + " " + e.getMessage();
              }
            });

    assertThat(result).hasResult("java.lang.IllegalStateException no").ran("after");
  }

  private String failingIn(WorkflowContext ctx) {
    return ctx.child(
        "bad",
        String.class,
        child -> child.step("inner", String.class, StepOptions.noRetry(), step -> refuse()));
  }

  @Test
  default void a29FailsWithTheErrorOfAChild() {
    assertThat(run((ctx, input) -> failingIn(ctx)))
        .hasError(IllegalStateException.class)
        .hasErrorContaining("no");
    assertThat(run((ctx, input) -> ctx.child("bad", String.class, child -> refuse())))
        .hasError(IllegalStateException.class);
  }

  @Test
  default void a29GivesNullFromAChild() {
    var result =
        run(
            (ctx, input) -> {
              Object none = ctx.child("none", Object.class, child -> nothing());
              ctx.wait(null, ofSeconds(1));
              return none;
            });

    assertThat(result).hasResult(null).ran("none");
  }

  @SuppressWarnings("NullAway") // it gives nothing
  private static Object nothing() {
    return null;
  }
}
