package dev.foliot.workflow.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.WiringException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepGraphTests {
  private record Begin(String text) implements StartEvent {}

  private record Other() implements StartEvent {}

  private record Part(String text) {}

  private record End(String text) implements StopEvent {}

  private record Question(String text) implements InputRequired<Reply> {}

  private record Reply(String text) implements HumanResponse {}

  private sealed interface Found permits Good, Bad {}

  private record Good() implements Found {}

  private record Bad() implements Found {}

  private static List<String> problemsOf(Class<?> workflow) {
    WiringException failure =
        catchThrowableOfType(WiringException.class, () -> StepGraph.of(workflow));
    assertThat(failure).isNotNull();
    String of = " of " + workflow.getName();
    return failure.problems().stream().map(problem -> problem.replace(of, "")).toList();
  }

  static class Whole {
    @Step
    Found look(Begin begin, StepContext<Map<String, Object>> ctx) {
      return new Good();
    }

    @Step
    @Nullable List<Part> good(Good good) {
      return null;
    }

    @Step
    Question bad(Bad bad) {
      return new Question("really?");
    }

    @Step
    Part answered(StepContext<?> ctx, Reply reply) {
      return new Part(reply.text());
    }

    @Step
    End end(Part part) {
      return new End(part.text());
    }

    @CatchError(steps = "look")
    End lost(StepFailed failure) {
      return new End("lost");
    }
  }

  @Test
  void acceptsSealedInterfacesListsNullAndQuestions() {
    StepGraph graph = StepGraph.of(Whole.class);

    assertThat(graph.takersOf(Good.class)).containsExactly("good");
    assertThat(graph.takersOf(Bad.class)).containsExactly("bad");
    assertThat(graph.handlerOf("look")).map(StepMethod::name).contains("lost");
    assertThat(graph.handlerOf("good")).isEmpty();
  }

  @Test
  void drawsTheGraph() {
    assertThat(StepGraph.of(Whole.class).toMermaid())
        .isEqualTo(
            """
            flowchart TD
              step_answered[answered]
              step_answered -->|Part| step_end
              step_bad[bad]
              step_bad -->|Question| person([person])
              person([person]) -->|Reply| step_answered
              step_end[end]
              step_end -->|End| stop((stop))
              step_good[good]
              step_good -->|Part| step_end
              step_look[look]
              start((start)) -->|Begin| step_look
              step_look -->|Good| step_good
              step_look -->|Bad| step_bad
              step_lost{{lost}}
              step_look -.->|StepFailed| step_lost
              step_lost -->|End| stop((stop))
            """);
  }

  static class Asking {
    @Step(asks = Question.class)
    End ask(Begin begin, StepContext<?> ctx) {
      return new End("");
    }
  }

  @Test
  void drawsAQuestionThatAStepAsks() {
    assertThat(StepGraph.of(Asking.class).toMermaid())
        .isEqualTo(
            """
            flowchart TD
              step_ask[ask]
              start((start)) -->|Begin| step_ask
              step_ask -->|End| stop((stop))
              step_ask -->|Question| person([person])
              person([person]) -->|Reply| step_ask
            """);
  }

  static class Broken {
    @Step
    Part begin(Begin begin) {
      return new Part("");
    }

    @Step
    End lonely(Good good) {
      return new End("");
    }

    @Step
    Bad turn(Part part) {
      return new Bad();
    }

    @Step
    Part turnBack(Bad bad) {
      return new Part("");
    }

    @Step
    End answered(Reply reply) {
      return new End("");
    }

    @Step(workers = 0)
    Question ask(Part part) {
      return new Question("");
    }

    @Step
    Other lost(Part part) {
      return new Other();
    }

    @Step
    End after(End end) {
      return end;
    }

    @CatchError(steps = "nowhere", maxRecoveries = 0)
    End first(StepFailed failure) {
      return new End("");
    }

    @CatchError
    End second(StepFailed failure) {
      return new End("");
    }

    @CatchError
    End third(StepFailed failure) {
      return new End("");
    }
  }

  @Test
  void listsAllProblemsOfTheGraph() { // L22
    assertThat(problemsOf(Broken.class))
        .containsExactlyInAnyOrder(
            "Step ask has 0 workers. Give it at least 1.",
            "Step after takes a StopEvent, but the run ends with it. Take another event.",
            "Error handlers second, third all catch the errors of all steps. Keep one of them.",
            "Error handler first names the step \"nowhere\", which does not exist.",
            "Error handler first has maxRecoveries 0. Allow at least 1, or remove it.",
            "Step lonely takes Good, but no step gives it. Return it from a step, or name it in sends.",
            "Step lost gives Other, but no step takes it: a dead end. Take it in a step, or do not give it.",
            "Error handler first is not reachable from the StartEvent. Remove it, or lead an event to it.");
  }

  static class NoWays {
    @Step
    void one(Part part) {}

    @Step
    Good two(Bad bad) {
      return new Good();
    }

    @Step
    Bad three(Good good) {
      return new Bad();
    }
  }

  @Test
  void missesStartAndStop() {
    assertThat(problemsOf(NoWays.class))
        .containsExactlyInAnyOrder(
            "No step takes a StartEvent, so no run would begin. Let a step take one.",
            "No step gives a StopEvent, so no run would end. Return one from a step.",
            "Step one takes Part, but no step gives it. Return it from a step, or name it in sends.");
  }

  static class Island {
    @Step
    End begin(Begin begin) {
      return new End("");
    }

    @Step
    Good two(Bad bad) {
      return new Good();
    }

    @Step
    Bad three(Good good) {
      return new Bad();
    }

    @Step
    End begin(Other other) {
      return new End("");
    }

    @Step
    End answered(Reply reply) {
      return new End("");
    }
  }

  @Test
  void refusesAnIsland() {
    assertThat(problemsOf(Island.class))
        .containsExactlyInAnyOrder(
            "Step begin is declared twice. The name of a step is used once; rename one method.",
            "Steps begin, begin take the StartEvents Begin, Other. Use one class.",
            "Step answered takes Reply, but no step asks for it. Return an InputRequired with this answer.",
            "Step three is not reachable from the StartEvent. Remove it, or lead an event to it.",
            "Step two is not reachable from the StartEvent. Remove it, or lead an event to it.",
            "Step three is a dead end: no way leads from it to a StopEvent. Add one.",
            "Step two is a dead end: no way leads from it to a StopEvent. Add one.");
  }

  private record Counter(int count) {}

  private record Total(int sum) {
    Total() {
      this(0);
    }
  }

  private interface Open {}

  private record Held(Open open) {}

  static class Unreadable {
    @Step
    Object open(Begin begin) {
      return begin;
    }

    @Step
    End none() {
      return new End("");
    }

    @Step(retry = "nothing")
    End retried(Begin begin, StepContext<Counter> ctx) {
      return new End("");
    }

    @Step
    Held hold(Begin begin, StepContext<Total> ctx) {
      return new Held(new Open() {});
    }

    @CatchError
    End wrong(Part part) {
      return new End("");
    }
  }

  @Test
  void listsAllProblemsOfItsMethods() {
    assertThat(problemsOf(Unreadable.class))
        .containsExactlyInAnyOrder(
            "Step none takes one event, and perhaps a StepContext. Change its parameters.",
            "Step open returns java.lang.Object, which does not name its events. Return a record, a sealed interface, or a List of one.",
            "Step retried has the retry \"nothing\", which is not a static field or static method with a RetryPolicy. Add one.",
            "Error handler wrong takes a StepFailed. Change its parameter.",
            "dev.foliot.workflow.step.StepGraphTests$Held is not stored, because it could not be"
                + " read again: Held.open is the interface"
                + " dev.foliot.workflow.step.StepGraphTests$Open, and its JSON does not say which"
                + " class it was. Make it a record whose components are records, enums, text,"
                + " numbers, types of java.time, or lists, sets and maps of these, with text,"
                + " numbers or enums as keys; declare the exact type, or annotate an interface with"
                + " @JsonTypeInfo.",
            "The steps name the states "
                + (Total.class.getName() + ", " + Counter.class.getName())
                + ". All steps of a workflow share one state; name one type.",
            "The state "
                + Counter.class.getName()
                + " has no constructor without parameters, so it has no beginning. Add one.");
  }

  static class WrongRetry {
    static RetryPolicy broken() {
      throw new IllegalStateException("no policy today");
    }

    @Step(retry = "nothing")
    Part begin(Begin begin) {
      return new Part("");
    }

    @Step(retry = "broken")
    Good go(Part part) {
      return new Good();
    }
  }

  @Test
  void listsWrongRetriesWithTheProblemsOfTheGraph() {
    assertThat(problemsOf(WrongRetry.class))
        .containsExactlyInAnyOrder(
            "Step begin has the retry \"nothing\", which is not a static field or static method with a RetryPolicy. Add one.",
            "Step go has the retry \"broken\", which fails with java.lang.IllegalStateException: no policy today. Let it return a RetryPolicy.",
            "No step gives a StopEvent, so no run would end. Return one from a step.",
            "Step go gives Good, but no step takes it: a dead end. Take it in a step, or do not give it.");
  }

  private sealed interface Starts extends StartEvent permits ByHand, ByTime {}

  private record ByHand() implements Starts {}

  private record ByTime() implements Starts {}

  static class TwoStarts {
    @Step
    End begin(Starts starts) {
      return new End("");
    }
  }

  @Test
  void refusesASealedStartEvent() {
    assertThat(problemsOf(TwoStarts.class))
        .containsExactly("Steps begin take the StartEvents Starts. Use one class.");
  }

  private record HeldBegin(Thread begin) implements StartEvent {}

  private record HeldState(@Nullable Thread state) {
    HeldState() {
      this(null);
    }
  }

  static class HoldsThreads {
    @Step
    End begin(HeldBegin begin, StepContext<HeldState> ctx) {
      return new End("");
    }
  }

  @Test
  void refusesAStartEventAndAStateThatCannotBeReadAgain() {
    assertThat(problemsOf(HoldsThreads.class))
        .anyMatch(problem -> problem.contains("could not be read again: HeldBegin.begin."))
        .anyMatch(problem -> problem.contains("could not be read again: HeldState.state."));
  }

  static class OpenResults {
    @Step
    @SuppressWarnings("rawtypes")
    Stop raw(Begin begin) {
      return new Stop<>("");
    }

    @Step(sends = Stop.class)
    void sends(Begin begin) {}

    @Step
    Stop<?> any(Begin begin) {
      return new Stop<>("");
    }
  }

  @Test
  void readsAResultWithoutAKnownTypeAsAnObject() {
    assertThat(StepGraph.of(OpenResults.class).resultTypes()).containsExactly(Object.class);
  }

  static class TypedAndSentResults {
    @Step
    @Nullable Stop<String> one(Begin begin) {
      return null;
    }

    @Step(sends = Stop.class)
    void two(Begin begin) {}
  }

  @Test
  void refusesAStopWithoutATypeBesideOneWithAType() {
    assertThat(problemsOf(TypedAndSentResults.class))
        .contains(
            "Step two gives a Stop without a declared type, but the result of step one has one, which would be lost. Return a Stop with a type from both, or end with an event that implements StopEvent.");
  }
}
