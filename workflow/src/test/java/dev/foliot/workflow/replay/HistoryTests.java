package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepInterruptedException;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.ExportedRun;
import dev.foliot.workflow.journal.History;
import dev.foliot.workflow.journal.HistoryEvent;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.StoredError;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The exported history of a run in memory. */
class HistoryTests {
  @Test
  void showsStartsAndEndsOfInvocations() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.step("one", String.class, step -> "1");
              ctx.wait("pause", Duration.ofHours(1));
              return ctx.child("sub", String.class, sub -> sub.step("two", String.class, s -> "2"));
            });
    var end = run.end();

    var history = historyOf(run, end, Set.of());

    assertThat(history)
        .extracting(HistoryTests::line)
        .containsExactly(
            "1 ExecutionStarted",
            "2 StepStarted Step 1 one",
            "3 StepSucceeded Step 1 one",
            "4 WaitStarted Wait 2 pause",
            "5 InvocationCompleted",
            "6 WaitSucceeded Wait 2 pause",
            "7 ContextStarted RunInChildContext 3 sub",
            "8 StepStarted Step 3-1 two in 3",
            "9 StepSucceeded Step 3-1 two in 3",
            "10 ContextSucceeded RunInChildContext 3 sub",
            "11 InvocationCompleted",
            "12 ExecutionSucceeded");
    assertThat(history.get(2).details())
        .containsEntry("Result", Map.of("Payload", "\"1\"", "Truncated", false))
        .containsEntry("RetryDetails", Map.of("CurrentAttempt", 1));
    assertThat(history.get(3).details()).containsEntry("Duration", 3_600L);
    assertThat(history.get(5).details()).containsEntry("Duration", 3_600L);
  }

  private static List<HistoryEvent> historyOf(
      RunInMemory run, InvocationResult.Ended end, Set<Integer> crashed) {
    RunInfo info =
        new RunInfo("r", "test", 1, RunInMemory.START, RunInMemory.START, run.invocations, 0, null);
    ExportedRun summary =
        new ExportedRun(
            info, end.status(), "null", end.payload(), end.error(), run.clock.instant(), crashed);
    return History.of(summary, run.journal.entries());
  }

  private static String line(HistoryEvent event) {
    return event.eventId()
        + " "
        + event.type()
        + (event.id() == null ? "" : " " + event.subType() + " " + event.id() + " " + event.name())
        + (event.parentId() == null ? "" : " in " + event.parentId());
  }

  @Test
  void showsRetriesAndCallbacks() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.createCallback(
                  "answer",
                  String.class,
                  CallbackOptions.timeout(Duration.ofSeconds(5))
                      .withHeartbeatTimeout(Duration.ofMillis(1_500)));
              return ctx.step(
                  "bad",
                  String.class,
                  StepOptions.retry(RetryPolicy.fixed(2, Duration.ofSeconds(1))),
                  step -> {
                    throw new IllegalStateException("no");
                  });
            });

    var history = historyOf(run, run.end(), Set.of());

    assertThat(history)
        .extracting(HistoryEvent::type)
        .containsExactly(
            "ExecutionStarted",
            "CallbackStarted",
            "StepStarted",
            "StepFailed",
            "InvocationCompleted",
            "StepStarted",
            "StepFailed",
            "InvocationCompleted",
            "ExecutionFailed");
    assertThat(history.get(1).details())
        .isEqualTo(
            Map.of("CallbackId", "r/1", "Timeout", 5L, "HeartbeatTimeout", new BigDecimal("1.5")));
    Map<String, Object> error =
        Map.of(
            "Payload",
            Map.of("ErrorType", "java.lang.IllegalStateException", "ErrorMessage", "no"));
    assertThat(history.get(3).details())
        .isEqualTo(
            Map.of(
                "Error",
                error,
                "RetryDetails",
                Map.of("CurrentAttempt", 1, "NextAttemptDelaySeconds", 1L)));
    assertThat(history.get(8).details()).isEqualTo(Map.of("Error", error));
  }

  @Test
  void showsACrashInAStep() {
    var run = RunInMemory.of((ctx, input) -> ctx.step("one", String.class, step -> "1"));
    run.invocations = 1; // the first one crashed in the body

    var history = historyOf(run, run.end(), Set.of(1));

    assertThat(history)
        .extracting(HistoryEvent::type)
        .containsExactly(
            "ExecutionStarted",
            "StepStarted",
            "InvocationCompleted",
            "StepSucceeded",
            "InvocationCompleted",
            "ExecutionSucceeded");
    assertThat(history.get(2).details()).extracting("Error").isNotNull();
    assertThat(history.get(4).details()).isEmpty();
  }

  @Test
  void showsACrashOfAnInterruptedStep() {
    StoredError interrupted = new StoredError(StepInterruptedException.class.getName(), "cut");
    List<JournalEntry> entries =
        List.of(
            entry(1, EntryType.STARTED, EntryDetails.NONE, 1),
            entry(
                2,
                EntryType.FAILED,
                EntryDetails.attempt(1, RunInMemory.START, null, interrupted),
                2));
    ExportedRun summary =
        new ExportedRun(
            new RunInfo("r", "test", 1, RunInMemory.START, RunInMemory.START, 2, 0, null),
            RunStatus.RUNNING,
            "null",
            null,
            null,
            null,
            Set.of());

    var history = History.of(summary, entries);

    assertThat(history)
        .extracting(HistoryEvent::type)
        .containsExactly("ExecutionStarted", "StepStarted", "InvocationCompleted", "StepFailed");
    assertThat(history.get(2).details()).extracting("Error").isNotNull();
  }

  private static JournalEntry entry(
      int number, EntryType type, EntryDetails details, int invocation) {
    return new JournalEntry(
        number,
        "1",
        null,
        OperationKind.STEP,
        type,
        "once",
        null,
        details,
        invocation,
        RunInMemory.START);
  }
}
