package dev.foliot.test.steps;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.step.CatchError;
import dev.foliot.workflow.step.StartEvent;
import dev.foliot.workflow.step.Step;
import dev.foliot.workflow.step.StepContext;
import dev.foliot.workflow.step.StepFailed;
import dev.foliot.workflow.step.Stop;
import dev.foliot.workflow.step.StopEvent;
import dev.foliot.workflow.step.WorkflowFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How runs of steps go on. */
class RunCaseTests {
  private record Begin(int parts) implements StartEvent {}

  private record Part(int number) {}

  private record Sum(List<Integer> parts) implements StopEvent {}

  // docs: first
  @Test
  void givesTheResultAndTheStream() { // L1
    WorkflowResult<Object> result = WorkflowTestRunner.of(new Loud()).run(new Loud.Topic("docs"));

    assertThat(result).succeeded().hasResult("DOCS").ran("shout", "finish").inOrder();
    assertThat(result.count(Loud.Progress.class)).isOne();
    assertThat(result.collected()).contains(new Loud.Progress("started"));
  }

  // docs: end

  @Test
  void refusesAnUnknownStepThatDidNotRun() {
    WorkflowResult<Object> result = WorkflowTestRunner.of(new Loud()).run(new Loud.Topic("docs"));

    assertThat(result).didNotRun("Question");
    assertThatThrownBy(() -> assertThat(result).didNotRun("finnish"))
        .hasMessage("No step has the name finnish. The names are: [finish, shout]");
    assertThatThrownBy(() -> assertThat(result).hasAttempts("finnish", 0))
        .hasMessage("No step has the name finnish. The names are: [finish, shout]");
  }

  @Test
  void refusesAnotherStartEvent() {
    assertThatThrownBy(() -> WorkflowTestRunner.of(new Loud()).run(new Begin(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The workflow starts with dev.foliot.test.steps.Loud$Topic, not with dev.foliot.test.steps.RunCaseTests$Begin.");
  }

  static class FanOut {
    final Set<String> workers = new TreeSet<>();
    final List<Integer> bodies = new ArrayList<>();

    @Step
    List<Part> split(Begin begin, StepContext<?> ctx) {
      workers.add(ctx.worker());
      List<Part> parts = new ArrayList<>();
      for (int i = 1; i <= begin.parts(); i++) {
        parts.add(new Part(i));
      }
      return parts;
    }

    @Step(workers = 10)
    @Nullable Sum add(StepContext<?> ctx, Part part) {
      workers.add(ctx.worker());
      bodies.add(part.number());
      List<Part> all = ctx.collect(part, Part.class, 10);
      return all == null ? null : new Sum(all.stream().map(Part::number).toList());
    }
  }

  @Test
  void runsWorkersBesideEachOther() { // L12, L13
    FanOut workflow = new FanOut();

    WorkflowResult<Object> result = WorkflowTestRunner.of(workflow).run(new Begin(10));

    assertThat(result).hasResult(new Sum(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
    assertThat(workflow.workers).hasSize(11);
  }

  @Test
  void collectsEachEventOnceOverACrash() {
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new FanOut()).crashAfterEachAppend().run(new Begin(10));

    assertThat(result).hasResult(new Sum(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
  }

  /** Ends with a result of its own type in each step. */
  static class SeveralEnds {
    sealed interface Size permits Small, Large, Many {}

    record Small(int number) implements Size {}

    record Large(String text) implements Size {}

    record Many(List<Integer> parts) implements Size {}

    record Total(int sum) implements StopEvent {}

    @Step
    Size begin(Begin begin) {
      return switch (begin.parts()) {
        case 1 -> new Small(1);
        case 2 -> new Large("two");
        default -> new Many(List.of(begin.parts()));
      };
    }

    @Step
    Stop<Small> small(Small small) {
      return new Stop<>(small);
    }

    @Step
    Stop<Large> large(Large large) {
      return new Stop<>(large);
    }

    @Step
    Total many(Many many) {
      return new Total(many.parts().get(0));
    }
  }

  @Test
  void readsEachResultByItsType() {
    SeveralEnds workflow = new SeveralEnds();

    WorkflowResult<Object> one = WorkflowTestRunner.of(workflow).run(new Begin(1));
    WorkflowResult<Object> two = WorkflowTestRunner.of(workflow).run(new Begin(2));
    WorkflowResult<Object> three = WorkflowTestRunner.of(workflow).run(new Begin(3));

    assertThat(one).hasResult(new SeveralEnds.Small(1));
    assertThat(one.collected()).contains(new Stop<>(new SeveralEnds.Small(1)));
    assertThat(two).hasResult(new SeveralEnds.Large("two"));
    assertThat(two.collected()).contains(new Stop<>(new SeveralEnds.Large("two")));
    assertThat(three).hasResult(new SeveralEnds.Total(3));
  }

  static class Flaky {
    static final RetryPolicy THRICE = RetryPolicy.fixed(3, Duration.ofSeconds(1));
    final List<String> attempts = new ArrayList<>();

    @Step(retry = "THRICE")
    Stop<String> call(Begin begin, StepContext<?> ctx) {
      attempts.add(
          ctx.attempt()
              + " "
              + ctx.lastError().map(error -> error.message()).orElse("none")
              + " "
              + ctx.elapsed());
      if (ctx.attempt() <= begin.parts()) {
        throw new IllegalStateException("down " + ctx.attempt());
      }
      return new Stop<>("up");
    }
  }

  @Test
  void retriesAStep() { // L20
    Flaky workflow = new Flaky();

    WorkflowResult<Object> result = WorkflowTestRunner.of(workflow).run(new Begin(2));

    assertThat(result).hasResult("up").hasAttempts("call", 3).took(Duration.ofSeconds(2));
    assertThat(workflow.attempts).containsExactly("1 none PT0S", "2 down 1 PT1S", "3 down 2 PT2S");
  }

  @Test
  void failsWithTheErrorOfItsStep() {
    WorkflowResult<Object> result = WorkflowTestRunner.of(new Flaky()).run(new Begin(3));

    assertThat(result).hasError(IllegalStateException.class);
    assertThat(result.error().message()).isEqualTo("down 3");
    assertThat(result.collected())
        .filteredOn(WorkflowFailed.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            WorkflowFailed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo("call");
              assertThat(failed.attempts()).isEqualTo(3);
              assertThat(failed.elapsed()).isEqualTo(Duration.ofSeconds(2));
            });
  }

  private record Written(String text) {}

  static class Rescued {
    final List<StepFailed> failures = new ArrayList<>();

    @Step(retry = "ONCE")
    Written write(Begin begin) {
      throw new IllegalStateException("no ink");
    }

    static final RetryPolicy ONCE = RetryPolicy.none();

    @Step(retry = "ONCE")
    Stop<String> print(Written written) {
      if (written.text().equals("again")) {
        throw new IllegalStateException("no paper");
      }
      return new Stop<>(written.text());
    }

    @CatchError(steps = "write")
    Written rescue(StepFailed failure) {
      failures.add(failure);
      return new Written(((Begin) failure.input()).parts() == 1 ? "by hand" : "again");
    }

    @CatchError
    Written all(StepFailed failure) {
      failures.add(failure);
      return new Written("again");
    }
  }

  @Test
  void handsAFailureToItsHandler() { // L21
    Rescued workflow = new Rescued();

    WorkflowResult<Object> result = WorkflowTestRunner.of(workflow).run(new Begin(1));

    assertThat(result).hasResult("by hand");
    StepFailed failure = workflow.failures.get(0);
    assertThat(workflow.failures).hasSize(1);
    assertThat(failure.step()).isEqualTo("write");
    assertThat(failure.error().message()).isEqualTo("no ink");
    assertThat(failure.attempts()).isOne();
    assertThat(failure.elapsed()).isZero();
    assertThat(failure.input()).isEqualTo(new Begin(1));
  }

  @Test
  void failsWhenTheRecoveriesOfALineageAreUsedUp() { // L21
    Rescued workflow = new Rescued();

    WorkflowResult<Object> result = WorkflowTestRunner.of(workflow).run(new Begin(2));

    assertThat(result).failed();
    assertThat(workflow.failures).extracting(StepFailed::step).containsExactly("write", "print");
    assertThat(result.collected())
        .filteredOn(WorkflowFailed.class::isInstance)
        .extracting(failed -> ((WorkflowFailed) failed).step())
        .containsExactly("print");
  }

  @Test
  void countsTheRecoveriesOfALineageOverACrash() { // L21
    WorkflowResult<Object> result =
        WorkflowTestRunner.of(new Rescued()).crashAfterEachAppend().run(new Begin(2));

    assertThat(result).failed().hasErrorContaining("no paper");
    assertThat(result).hasAttempts("rescue", 1).hasAttempts("all", 1).hasAttempts("print", 2);
  }

  static class SendsItsEnd {
    @Step
    @Nullable Stop<String> begin(Begin begin, StepContext<?> ctx) {
      ctx.send(begin.parts() == 1 ? new Stop<>("sent") : new Sum(List.of()));
      return null;
    }
  }

  @Test
  void endsWithADeclaredResultThatIsSent() {
    assertThat(WorkflowTestRunner.of(new SendsItsEnd()).run(new Begin(1))).hasResult("sent");
  }

  @Test
  void refusesToSendAResultThatIsNotDeclared() { // R62
    WorkflowResult<Object> result = WorkflowTestRunner.of(new SendsItsEnd()).run(new Begin(2));

    assertThat(result)
        .hasErrorContaining("does not declare it. Name it in sends of @Step.")
        .hasAttempts("begin", 1);
  }

  static class RawEnd {
    @Step(sends = Stop.class)
    void begin(Begin begin, StepContext<?> ctx) {
      ctx.send(new Stop<>(begin.parts()));
    }
  }

  @Test
  void readsAResultWithoutADeclaredType() {
    assertThat(WorkflowTestRunner.of(new RawEnd()).run(new Begin(3))).hasResult(3);
  }
}
