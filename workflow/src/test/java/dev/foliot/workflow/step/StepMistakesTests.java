package dev.foliot.workflow.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.WiringException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.annotation.Async;

/** One message lists all mistakes in the steps of a workflow. */
class StepMistakesTests {
  private record Begin() implements StartEvent {}

  private record ByTime() implements StartEvent {}

  private record Part() {}

  private record Round() {}

  private record Back() {}

  private record Lost() {}

  private record Island() {}

  private record Bridge() {}

  private interface Open {}

  private record Held(Open open) {}

  private record Question() implements InputRequired<Reply> {}

  private record Reply() implements HumanResponse {}

  private record Riddle() implements InputRequired<Solution> {}

  private record Solution() implements HumanResponse {}

  private record End() implements StopEvent {}

  private record Tally(int count) {}

  private record Total(@Nullable Open open) {
    Total() {
      this(null);
    }
  }

  private static String messageOf(Class<?> workflow) {
    WiringException failure =
        catchThrowableOfType(WiringException.class, () -> StepGraph.of(workflow));
    return failure.getMessage().replace(StepMistakesTests.class.getName() + "$", "");
  }

  /** Each method has the mistake that it is named for. */
  static class EveryMistake {
    static RetryPolicy broken() {
      throw new IllegalStateException("no policy today");
    }

    @Step
    Part begin(Begin begin, StepContext<Tally> ctx) {
      return new Part();
    }

    @Step
    void secondStart(ByTime begin, StepContext<Total> ctx) {}

    @Step
    void twice(Part part) {}

    @Step
    void twice(Part part, StepContext<?> ctx) {}

    @Step(workers = 0)
    void noWorkers(Part part) {}

    @Step(retry = "nothing")
    void noRetry(Part part) {}

    @Step(retry = "broken")
    void brokenRetry(Part part) {}

    @Step
    static void isStatic(Part part) {}

    @Async
    @Step
    void isAsync(Part part) {}

    @Step
    @CatchError
    void isBoth(Part part) {}

    @Step
    void afterEnd(End end) {}

    @Step
    @Nullable Stop<String> typedStop(Part part) {
      return null;
    }

    @Step
    @Nullable Stop<?> openStop(Part part) {
      return null;
    }

    @Step
    void noProducer(Lost lost) {}

    @Step
    void noQuestion(Reply reply) {}

    @Step
    @Nullable Held noTaker(Part part) {
      return null;
    }

    @Step
    @Nullable Riddle noAnswer(Part part) {
      return null;
    }

    @Step
    @Nullable Back deadEnd(Round round) {
      return null;
    }

    @Step
    @Nullable Round deadEndToo(Back back) {
      return null;
    }

    @Step
    @Nullable Round intoDeadEnd(Part part) {
      return null;
    }

    @Step
    @Nullable Bridge island(Island island) {
      return null;
    }

    @Step(sends = End.class)
    @Nullable Island islandToo(Bridge bridge) {
      return null;
    }

    @CatchError
    @Nullable End all(StepFailed failure) {
      return null;
    }

    @CatchError
    @Nullable End allToo(StepFailed failure) {
      return null;
    }

    @CatchError(steps = "begin")
    @Nullable End one(StepFailed failure) {
      return null;
    }

    @CatchError(steps = "begin")
    @Nullable End oneToo(StepFailed failure) {
      return null;
    }

    @CatchError(steps = "begin")
    @Nullable End noFailure(Part part) {
      return null;
    }

    @CatchError(steps = "nowhere", maxRecoveries = 0)
    @Nullable End unknownStep(StepFailed failure) {
      return null;
    }
  }

  @Test
  void listsEveryKindOfMistake() { // L22
    assertThat(messageOf(EveryMistake.class))
        .isEqualTo(
            """
            The wiring has 29 problems:
             - Step brokenRetry of EveryMistake has the retry "broken", which fails with java.lang.IllegalStateException: no policy today. Let it return a RetryPolicy.
             - Step isAsync of EveryMistake is @Async, so the step would count as done before it has run, and a failure would be lost. Remove @Async: the engine has its own threads.
             - Step isBoth of EveryMistake has @Step and @CatchError. Keep one of them.
             - Step isStatic of EveryMistake takes one event, and perhaps a StepContext. Change its parameters.
             - Error handler noFailure of EveryMistake takes a StepFailed. Change its parameter.
             - Step noRetry of EveryMistake has the retry "nothing", which is not a static field or static method with a RetryPolicy. Add one.
             - Step afterEnd of EveryMistake takes a StopEvent, but the run ends with it. Take another event.
             - Step noWorkers of EveryMistake has 0 workers. Give it at least 1.
             - Step twice of EveryMistake is declared twice. The name of a step is used once; rename one method.
             - Step openStop of EveryMistake gives a Stop without a declared type, but the result of step typedStop has one, which would be lost. Return a Stop with a type from both, or end with an event that implements StopEvent.
             - Held is not stored, because it could not be read again: Held.open is the interface Open, and its JSON does not say which class it was. Make it a record whose components are records, enums, text, numbers, types of java.time, or lists, sets and maps of these, with text, numbers or enums as keys; declare the exact type, or annotate an interface with @JsonTypeInfo.
             - Error handlers all, allToo of EveryMistake all catch the errors of all steps. Keep one of them.
             - Error handler unknownStep of EveryMistake names the step "nowhere", which does not exist.
             - Error handler unknownStep of EveryMistake has maxRecoveries 0. Allow at least 1, or remove it.
             - Error handlers noFailure, one, oneToo of EveryMistake all catch the errors of step begin. Keep one of them.
             - Steps begin, secondStart of EveryMistake take the StartEvents Begin, ByTime. Use one class.
             - Step noProducer of EveryMistake takes Lost, but no step gives it. Return it from a step, or name it in sends.
             - Step noQuestion of EveryMistake takes Reply, but no step asks for it. Return an InputRequired with this answer.
             - Step noAnswer of EveryMistake gives Riddle, but no step takes Solution: a dead end. Take it in a step, or do not give it.
             - Step noTaker of EveryMistake gives Held, but no step takes it: a dead end. Take it in a step, or do not give it.
             - Step island of EveryMistake is not reachable from the StartEvent. Remove it, or lead an event to it.
             - Step islandToo of EveryMistake is not reachable from the StartEvent. Remove it, or lead an event to it.
             - Error handler unknownStep of EveryMistake is not reachable from the StartEvent. Remove it, or lead an event to it.
             - Step deadEnd of EveryMistake is a dead end: no way leads from it to a StopEvent. Add one.
             - Step deadEndToo of EveryMistake is a dead end: no way leads from it to a StopEvent. Add one.
             - Step intoDeadEnd of EveryMistake is a dead end: no way leads from it to a StopEvent. Add one.
             - The steps of EveryMistake name the states Tally, Total. All steps of a workflow share one state; name one type.
             - The state Tally of EveryMistake has no constructor without parameters, so it has no beginning. Add one.
             - Total is not stored, because it could not be read again: Total.open is the interface Open, and its JSON does not say which class it was. Make it a record whose components are records, enums, text, numbers, types of java.time, or lists, sets and maps of these, with text, numbers or enums as keys; declare the exact type, or annotate an interface with @JsonTypeInfo.\
            """);
  }

  /** Methods with signatures that the graph cannot read. */
  static class Unreadable {
    @Step
    Object open(Begin begin) {
      return begin;
    }

    @Step
    CompletableFuture<Lost> later(Part part) {
      return new CompletableFuture<>();
    }

    @Step
    void none(StepContext<?> ctx) {}

    @Step
    Round taken(Back back) {
      return new Round();
    }

    @Step(sends = End.class)
    void two(Part part, Lost lost) {}

    @CatchError(steps = "nowhere")
    Island recovers(StepFailed failure) {
      return new Island();
    }

    @Step
    Question asks(Reply reply) {
      return new Question();
    }
  }

  @Test
  void notesNoMistakeThatComesFromAnUnreadableMethod() {
    assertThat(messageOf(Unreadable.class))
        .isEqualTo(
            """
            The wiring has 6 problems:
             - Step later of Unreadable returns a CompletableFuture, so the step would count as done before that has completed, and a failure would be lost. Wait for the result inside the method, and return the result or nothing.
             - Step none of Unreadable takes one event, and perhaps a StepContext. Change its parameters.
             - Step open of Unreadable returns java.lang.Object, which does not name its events. Return a record, a sealed interface, or a List of one.
             - Step two of Unreadable takes one event, and perhaps a StepContext. Change its parameters.
             - Error handler recovers of Unreadable names the step "nowhere", which does not exist.
             - Error handler recovers of Unreadable is not reachable from the StartEvent. Remove it, or lead an event to it.\
            """);
  }

  static class NeitherStartNorEnd {
    @Step
    @CatchError
    void both(StepFailed failure) {}

    @Step
    Part lonely(Part part, StepContext<Tally> ctx) {
      return part;
    }
  }

  @Test
  void keepsAMethodWithBothAnnotationsAsAnErrorHandler() {
    assertThat(messageOf(NeitherStartNorEnd.class))
        .isEqualTo(
            """
            The wiring has 4 problems:
             - Step both of NeitherStartNorEnd has @Step and @CatchError. Keep one of them.
             - No step of NeitherStartNorEnd takes a StartEvent, so no run would begin. Let a step take one.
             - No step of NeitherStartNorEnd gives a StopEvent, so no run would end. Return one from a step.
             - The state Tally of NeitherStartNorEnd has no constructor without parameters, so it has no beginning. Add one.\
            """);
  }
}
