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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restored run ends when the saved run would have ended, and undone effects stay undone. */
class RestoreLimitsIntegrationTests extends RestoreTest {
  private static final RunOptions TWO_HOURS = RunOptions.id("r-1").withTimeout(Duration.ofHours(2));
  private static final StepOptions RETRIES = StepOptions.retry(RetryPolicy.fixed(9, HOUR));

  private boolean isDown;

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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void undoOfTheCodeContinues(boolean hasNewTimeOut) {
    isDown = true;
    code(
        (ctx, input) -> {
          try {
            ctx.compensate("undo a", step -> scripted.did("undo a"));
            ctx.compensate("undo b", RETRIES, step -> undo("undo b"));
            throw new IllegalArgumentException("no stock");
          } catch (IllegalArgumentException e) {
            ctx.compensateAll();
            throw e;
          }
        });
    RunHandle<String> run = workflows.start(Scripted.class, "in", TWO_HOURS);
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    String saved = saveAndRemove("r-1");
    assertUndoneIsRefused(old(saved));
    isDown = false;

    workflows.restore(saved, hasNewTimeOut ? TWO_HOURS : RunOptions.defaults());
    clock.advance(HOUR);
    engine.run();

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(scripted.ran).containsExactly("undo b", "undo a");
  }

  private String undo(String name) {
    if (isDown) {
      throw new IllegalStateException("down");
    }
    return scripted.did(name);
  }

  @Test
  void deadlineEndsARunThatIsDueLater() {
    start(TWO_HOURS);
    clock.advance(HOUR);

    workflows.restore(saveAndRemove("r-1"), RunOptions.defaults().after(Duration.ofDays(3)));
    engine.run();
    assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.PENDING);
    clock.advance(HOUR);
    engine.run();

    assertThat(journal("r-1")).anyMatch(entry -> entry.endsWith("Compensation FAILED"));
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
