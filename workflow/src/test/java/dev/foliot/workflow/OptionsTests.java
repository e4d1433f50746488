package dev.foliot.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.foliot.workflow.CallbackClosedException.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Options refuse a wrong value where it is given, and the text says what to give. */
class OptionsTests {
  private static final Duration ZERO = Duration.ZERO;
  private static final Duration PAST = Duration.ofSeconds(-1);

  record Paid(String id) {}

  @TestFactory
  Stream<DynamicTest> refusesNull() {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put(
        "CallbackOptions.timeout was given null. Give it a duration.",
        () -> CallbackOptions.timeout(null));
    calls.put(
        "CallbackOptions.withHeartbeatTimeout was given null. Give it a duration.",
        () -> CallbackOptions.defaults().withHeartbeatTimeout(null));
    calls.put(
        "CallbackOptions.withCodec was given null. Give it a codec.",
        () -> CallbackOptions.defaults().withCodec(null));
    calls.put(
        "InvokeOptions.timeout was given null. Give it a duration.",
        () -> InvokeOptions.timeout(null));
    calls.put(
        "InvokeOptions.withRunId was given null. Give it an id.",
        () -> InvokeOptions.defaults().withRunId(null));
    calls.put(
        "InvokeOptions.withTenant was given a blank text. Give it a tenant.",
        () -> InvokeOptions.defaults().withTenant(" "));
    calls.put(
        "InvokeOptions.withInputCodec was given null. Give it a codec.",
        () -> InvokeOptions.defaults().withInputCodec(null));
    calls.put(
        "InvokeOptions.withResultCodec was given null. Give it a codec.",
        () -> InvokeOptions.defaults().withResultCodec(null));
    calls.put(
        "StepOptions.retry was given null. Give it a retry policy.", () -> StepOptions.retry(null));
    calls.put(
        "StepOptions was given null. Give it semantics.",
        () -> StepOptions.defaults().withSemantics(null));
    calls.put(
        "StepOptions.withCodec was given null. Give it a codec.",
        () -> StepOptions.defaults().withCodec(null));
    calls.put(
        "BatchOptions was given null. Give it a nesting.",
        () -> BatchOptions.defaults().withNesting(null));
    calls.put(
        "BatchOptions.withCodec was given null. Give it a codec.",
        () -> BatchOptions.defaults().withCodec(null));
    calls.put(
        "BatchOptions.withResultCodec was given null. Give it a codec.",
        () -> BatchOptions.defaults().withResultCodec(null));
    calls.put(
        "ConditionOptions was given null. Give it a pause.", () -> ConditionOptions.pausing(null));
    calls.put(
        "ConditionOptions.every was given null. Give it a duration.",
        () -> ConditionOptions.every(null));
    calls.put(
        "ConditionOptions.withCodec was given null. Give it a codec.",
        () -> ConditionOptions.every(Duration.ofSeconds(1)).withCodec(null));
    calls.put(
        "EventWait.of was given null. Give it the class of an event.", () -> EventWait.of(null));
    calls.put(
        "EventWait.where was given null. Give it a component of the event.",
        () -> EventWait.of(Paid.class).where(null, 1));
    calls.put(
        "EventWait.where was given null. Give it a value; an event without the value is not found.",
        () -> EventWait.of(Paid.class).where("id", null));
    calls.put(
        "EventWait.within was given null. Give it a duration.",
        () -> EventWait.of(Paid.class).within(null));
    calls.put("RunOptions.id was given null. Give it an id.", () -> RunOptions.id(null));
    calls.put(
        "RunOptions.withPriority was given null. Give it a priority.",
        () -> RunOptions.defaults().withPriority(null));
    calls.put(
        "RunOptions.at was given null. Give it an instant.", () -> RunOptions.defaults().at(null));
    calls.put(
        "RunOptions.after was given null. Give it a duration.",
        () -> RunOptions.defaults().after(null));
    calls.put(
        "RunOptions.withStartTimeout was given null. Give it a duration.",
        () -> RunOptions.defaults().withStartTimeout(null));
    calls.put(
        "RunOptions.withTimeout was given null. Give it a duration.",
        () -> RunOptions.defaults().withTimeout(null));
    calls.put("RunFilter.with was given null. Give it a status.", () -> RunFilter.all().with(null));
    calls.put(
        "RunFilter.childrenOf was given null. Give it the id of a run.",
        () -> RunFilter.all().childrenOf(null));
    calls.put("Branch was given null. Give it a body.", () -> Branch.of("a", null));
    calls.put(
        "WorkflowContext.nameOf was given null. Give it the class of a workflow.",
        () -> WorkflowContext.nameOf(null));
    return refused(calls);
  }

  @TestFactory
  Stream<DynamicTest> refusesTimesAndNumbersOutOfTheirRange() {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put(
        "The time-out of a callback is positive; it was PT0S.",
        () -> CallbackOptions.timeout(ZERO));
    calls.put(
        "The heartbeat time-out of a callback is positive; it was PT-1S.",
        () -> CallbackOptions.defaults().withHeartbeatTimeout(PAST));
    calls.put(
        "The time-out of a child run is positive; it was PT-1S.",
        () -> InvokeOptions.timeout(PAST));
    calls.put(
        "The time-out of a wait for an event is positive; it was PT0S.",
        () -> EventWait.of(Paid.class).within(ZERO));
    calls.put(
        "The start time-out of a run is positive; it was PT0S.",
        () -> RunOptions.defaults().withStartTimeout(ZERO));
    calls.put(
        "The time-out of a run is positive; it was PT-1S.",
        () -> RunOptions.defaults().withTimeout(PAST));
    calls.put(
        "The pause of a condition is positive; it was PT0S.", () -> ConditionOptions.every(ZERO));
    calls.put(
        "A condition is checked at least once; maxAttempts was 0",
        () -> ConditionOptions.every(Duration.ofSeconds(1)).withMaxAttempts(0));
    calls.put("maxConcurrency is at least 1; it was 0", () -> BatchOptions.maxConcurrency(0));
    calls.put("minSuccessful is at least 1; it was -1", () -> BatchOptions.minSuccessful(-1));
    calls.put(
        "toleratedFailures is at least 0; it was -1",
        () -> BatchOptions.defaults().withToleratedFailures(-1));
    calls.put(
        "toleratedFailurePercentage is 0 to 100; it was 101.0",
        () -> BatchOptions.defaults().withToleratedFailurePercentage(101));
    calls.put(
        "The id of a run is not blank and has at most 200 characters; this one has 300 and begins with \"xxxxxxxxxxxxxxxxxxxx\".",
        () -> RunOptions.id("x".repeat(300)));
    return refused(calls);
  }

  private static Stream<DynamicTest> refused(Map<String, ThrowingCallable> calls) {
    return calls.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThatIllegalArgumentException()
                            .isThrownBy(each.getValue())
                            .withMessage(each.getKey())));
  }

  @Test
  void closedCallbackNamesItsReason() {
    assertThat(new CallbackClosedException("r/1", Reason.UNKNOWN))
        .hasMessageStartingWith("There is no callback r/1.");
    assertThat(new CallbackClosedException("r/1", Reason.COMPLETED))
        .hasMessageStartingWith("Callback r/1 was completed before.");
    assertThat(new CallbackClosedException("r/1", Reason.TIMED_OUT))
        .hasMessageStartingWith("Callback r/1 has timed out:");
    assertThat(new CallbackClosedException("r/1", Reason.RUN_ENDED))
        .hasMessageStartingWith("Callback r/1 is closed, because its run has ended:");
  }

  @Test
  void duplicateRunNamesTheExistingRun() {
    assertThat(new DuplicateRunException("r", "pay", "pay", RunStatus.WAITING))
        .hasMessage(
            "Workflow pay cannot be started as run r: this run exists, and is WAITING. Choose another id; a start without refuseDuplicate() returns the existing run.");
    assertThat(new DuplicateRunException("r", "pay", "ship", RunStatus.FAILED))
        .hasMessage(
            "Workflow pay cannot be started as run r: a run of workflow ship has this id, and is FAILED. Choose another id, such as one that begins with the name of the workflow.");
  }
}
