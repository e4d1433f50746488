package dev.foliot.test.workflows;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.CallbackTimedOutException;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RetryAfterException;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunReport;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Times that are shorter than a microsecond, or that have no end. */
class ExtremeTimesIntegrationTests extends WorkflowTest {
  private static final Duration TINY = ofNanos(1);

  /** The database and the clock have microseconds. */
  @Test
  void partsOfAMicrosecondPass() {
    Instant start = clock.instant();
    code(
        (ctx, input) -> {
          ctx.wait("wait", TINY);
          ctx.waitUntil("until", start.plusSeconds(10).plusNanos(123_456_789));
          EventWait<Stock.Received> none = EventWait.of(Stock.Received.class);
          assertThat(ctx.waitForEvent("event", none.within(TINY))).isEmpty();
          for (CallbackOptions each :
              new CallbackOptions[] {
                CallbackOptions.timeout(TINY), CallbackOptions.defaults().withHeartbeatTimeout(TINY)
              }) {
            var callback = ctx.createCallback("callback", String.class, each);
            assertThat(catchThrowableOfType(CallbackTimedOutException.class, callback::get))
                .isNotNull();
          }
          RetryPolicy policy = RetryPolicy.exponential(3, ofNanos(1_001)).withMultiplier(1.1);
          return ctx.step(
              "step",
              String.class,
              StepOptions.retry(policy),
              step -> {
                if (step.attempt() < 3) {
                  throw new IllegalStateException("not yet");
                }
                return "done";
              });
        });
    RunHandle<String> run = start("r-1");

    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("done");
    assertThat(Duration.between(start, clock.instant())).isBetween(ofSeconds(10), ofSeconds(11));
  }

  @Test
  void aPauseWithoutAnEndIsShown() {
    code(
        (ctx, input) ->
            ctx.step(
                "step",
                String.class,
                StepOptions.retry(RetryPolicy.fixed(2, TINY)),
                step -> {
                  throw new RetryAfterException(ofSeconds(Long.MAX_VALUE), "never");
                }));
    RunHandle<String> run = start("r-1");
    engine.run();

    RunReport report = workflows.show("r-1").orElseThrow();

    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    assertThat(report.operations())
        .singleElement()
        .satisfies(step -> assertThat(step.dueAt()).isAfter(clock.instant().plus(ofDays(365_000))));
  }
}
