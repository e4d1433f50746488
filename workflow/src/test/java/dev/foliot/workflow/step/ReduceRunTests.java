package dev.foliot.workflow.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.workflow.RunError;
import dev.foliot.workflow.step.RunEvent.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The decisions of a run, without a journal, threads or a clock. */
class ReduceRunTests {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RunError ERROR = new RunError("java.io.IOException", "down");

  private record Begin() implements StartEvent {}

  private record Part(int number) {}

  private record Ask() implements InputRequired<Reply> {}

  private record Reply() implements HumanResponse {}

  private record End() implements StopEvent {}

  private record Orphan() {}

  static class Flow {
    @Step
    @Nullable List<Part> split(Begin begin) {
      return null;
    }

    @Step(workers = 2)
    Ask write(Part part) {
      return new Ask();
    }

    @Step
    End end(Reply reply) {
      return new End();
    }

    @CatchError(steps = "write", maxRecoveries = 2)
    Part rescue(StepFailed failure) {
      return new Part(0);
    }
  }

  private final StepGraph graph = StepGraph.of(Flow.class);
  private final List<Effect> effects = new ArrayList<>();
  private StepsState state = StepsState.NEW;

  private static Given event(Object event) {
    return new Given(event.getClass().getName(), "{}");
  }

  private List<String> after(Happening happening) {
    ReduceRun.Next next = ReduceRun.reduce(graph, state, happening);
    assertThat(ReduceRun.reduce(graph, state, happening)).isEqualTo(next);
    state = next.state();
    effects.addAll(next.effects());
    return next.effects().stream().map(ReduceRunTests::text).toList();
  }

  private static String text(Effect effect) {
    if (effect instanceof Effect.Execute execute) {
      return "run " + execute.execution().id() + " by " + execute.execution().workerName();
    }
    if (effect instanceof Effect.Ask ask) {
      return "ask " + ask.id();
    }
    if (effect instanceof Effect.Report report) {
      return report.event() instanceof StepStateChanged changed
          ? changed.worker() + " " + changed.state()
          : report.event().toString();
    }
    return effect instanceof Effect.Succeed ? "succeed" : "fail";
  }

  private void begin(Given... parts) {
    after(new Happening.Began(event(new Begin())));
    after(new Happening.Succeeded("1-split", List.of(parts)));
  }

  private static Given part() {
    return event(new Part(1));
  }

  private Happening failed(String execution, boolean last) {
    return new Happening.AttemptFailed(
        execution, ERROR, START, START.plusSeconds(last ? 5 : 1), last);
  }

  @Test
  void beginsWithTheStepsThatTakeTheStart() {
    assertThat(after(new Happening.Began(event(new Begin()))))
        .containsExactly("split-0 RUNNING", "run 1-split by split-0");
  }

  @Test
  void boundsTheWorkersOfAStep() {
    begin(part(), part(), part());

    assertThat(state.running().keySet()).containsExactly("2-write", "3-write");
    assertThat(after(new Happening.Succeeded("2-write", List.of())))
        .containsExactly("write-0 SUCCEEDED", "write-0 RUNNING", "run 4-write by write-0");
  }

  @Test
  void takesTheEventsOfALongQueueInTheirOrder() {
    begin(Collections.nCopies(100, part()).toArray(Given[]::new));
    List<Integer> taken = new ArrayList<>();

    while (!state.running().isEmpty()) {
      Execution next = state.running().values().iterator().next();
      taken.add(next.event().number());
      after(
          next.event().number() == 50
              ? failed(next.id(), true)
              : new Happening.Succeeded(
                  next.id(), next.step().equals("rescue") ? List.of(part()) : List.of()));
    }

    assertThat(taken).hasSize(102).contains(102, 103);
    assertThat(taken.stream().filter(number -> number <= 101)).isSorted();
    assertThat(state.queued()).isEmpty();
  }

  @Test
  void keepsAWorkerUntilTheLastAttempt() {
    begin(part(), part(), part());

    assertThat(after(failed("2-write", false))).isEmpty();
    assertThat(state.running().get("2-write").attempts()).isOne();
    assertThat(after(failed("2-write", true)))
        .containsExactly(
            "write-0 FAILED",
            "write-0 RUNNING",
            "run 4-write by write-0",
            "rescue-0 RUNNING",
            "run 5-rescue by rescue-0");
    RunEvent.Failure failure = state.running().get("5-rescue").event().failure();
    assertThat(failure).isEqualTo(new RunEvent.Failure("write", ERROR, 2, Duration.ofSeconds(5)));
  }

  @Test
  void countsRecoveriesInEachLineage() {
    begin(part(), part());
    after(failed("2-write", true));
    after(new Happening.Succeeded("4-rescue", List.of(part())));
    after(failed("5-write", true));
    after(new Happening.Succeeded("6-rescue", List.of(part())));

    assertThat(after(failed("3-write", true))).contains("run 8-rescue by rescue-0");
    assertThat(after(failed("7-write", true))).contains("fail");
    assertThat(state.ended()).isTrue();
    assertThat(after(new Happening.Succeeded("8-rescue", List.of(part())))).isEmpty();
  }

  @Test
  void waitsForTheAnswerToAQuestion() {
    begin(part());

    assertThat(after(new Happening.Succeeded("2-write", List.of(event(new Ask())))))
        .containsExactly("write-0 SUCCEEDED", "ask 2-write-question-1");
    assertThat(after(new Happening.Asked("2-write-question-1"))).containsExactly("RunIdle[]");
    assertThat(state.activeSteps()).containsExactly("write");
    assertThat(after(new Happening.Answered("2-write-question-1", event(new Reply()))))
        .containsExactly("end-0 RUNNING", "run 4-end by end-0");
    assertThat(after(new Happening.Succeeded("4-end", List.of(event(new End()), part()))))
        .containsExactly("end-0 SUCCEEDED", "succeed");
  }

  @Test
  void handsAQuestionWithoutAnAnswerToTheHandlerOfItsStep() {
    begin(part());
    after(new Happening.Succeeded("2-write", List.of(event(new Ask()))));

    assertThat(after(new Happening.Unanswered("2-write-question-1", ERROR, START)))
        .contains("run 4-rescue by rescue-0");
  }

  @Test
  void reportsAnEventThatNoStepTakes() { // L26
    begin(part());

    assertThat(after(new Happening.Succeeded("2-write", List.of(event(new Orphan())))))
        .containsExactly(
            "write-0 SUCCEEDED",
            "UnhandledEvent[type=%s, idle=true]".formatted(Orphan.class.getName()),
            "RunIdle[]");
    assertThat(state.ended()).isFalse();
  }

  @Test
  void namesAStepThatTodaysStepsDoNotRun() {
    begin(part());

    assertThatThrownBy(() -> after(new Happening.Succeeded("2-audit", List.of())))
        .hasMessage(
            "The journal has the outcome of 2-audit, but the current steps do not take this event. Let the step take it, or give the workflow a new version.");
  }

  @Test
  void letsAStepWait() {
    begin(part());

    assertThat(after(new Happening.Waits("2-write")))
        .containsExactly("write-0 WAITING", "RunIdle[]");
    assertThat(after(new Happening.GoesOn("2-write")))
        .containsExactly("write-0 RUNNING", "run 2-write by write-0");
  }
}
