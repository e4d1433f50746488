package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunNotRepeatableException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A restored run ends when the saved run would have ended, and undone effects stay undone. */
class RestoreLimitsIntegrationTests extends RestoreTest {
  private static final RunOptions TWO_HOURS = RunOptions.id("r-1").withTimeout(Duration.ofHours(2));
  private static final StepOptions RETRIES = StepOptions.retry(RetryPolicy.fixed(9, HOUR));

  /** The undo step fails, and is repeated. */
  private RunHandle<String> start(RunOptions options) {
    code(
        (ctx, input) -> {
          ctx.step("do", step -> scripted.did("do"));
          ctx.compensate(
              "undo",
              RETRIES,
              step -> {
                throw new IllegalStateException("down");
              });
          ctx.wait("w", Duration.ofDays(2));
          return "end";
        });
    RunHandle<String> run = workflows.start(Scripted.class, "in", options);
    engine.run();
    return run;
  }

  private Optional<Instant> deadline() {
    return Optional.ofNullable(workflows.show("r-1").orElseThrow().deadline());
  }

  @Test
  void cancelledRunIsRefused() {
    RunHandle<String> run = start(RunOptions.id("r-1"));
    run.cancel();
    String requested = workflows.export("r-1").orElseThrow();
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    String undoing = saveAndRemove("r-1");

    assertThatThrownBy(() -> workflows.restore(requested, RunOptions.defaults()))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessage(
            "Run r-1 cannot be restored: its cancellation was requested before it was saved. Start a new run.");
    assertThatThrownBy(() -> workflows.restore(undoing, RunOptions.defaults()))
        .isInstanceOf(RunNotRepeatableException.class);
    assertUndoneIsRefused(old(undoing));
  }

  private void assertUndoneIsRefused(String saved) {
    assertThatThrownBy(() -> workflows.restore(saved, TWO_HOURS))
        .isInstanceOf(RunNotRepeatableException.class)
        .hasMessage(
            "Run r-1 cannot be restored: its compensations have run, so its earlier operations are undone. Start a new run.");
    assertThat(count("foliot_run")).isZero();
  }

  @Test
  void runThatIsUndoneAfterItsTimeOutIsRefused() {
    RunHandle<String> run = start(TWO_HOURS);
    clock.advance(Duration.ofHours(2));
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);

    assertUndoneIsRefused(saveAndRemove("r-1"));
  }

  @Test
  void deadlineIsKept() {
    start(TWO_HOURS);
    Optional<Instant> deadline = deadline();
    clock.advance(HOUR);

    workflows.restore(saveAndRemove("r-1"), RunOptions.defaults());
    engine.run();
    assertThat(deadline()).isEqualTo(deadline).isPresent();
    clock.advance(HOUR);
    engine.run();

    assertThat(journal("r-1")).anyMatch(entry -> entry.endsWith("Compensation FAILED"));
  }

  @Test
  void retryOfARestoredRunHasItsWholeTimeOutAgain() {
    start(TWO_HOURS);
    clock.advance(HOUR);
    workflows.restore(saveAndRemove("r-1"), RunOptions.defaults()).terminate();

    workflows.retry("r-1");

    assertThat(deadline()).contains(clock.instant().plus(Duration.ofHours(2)));
  }

  @Test
  void timeOutOfTheOptionsReplacesTheDeadline() {
    start(TWO_HOURS);
    clock.advance(HOUR);

    workflows.restore(saveAndRemove("r-1"), TWO_HOURS);

    assertThat(deadline()).contains(clock.instant().plus(Duration.ofHours(2)));
  }
}
