package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.StepOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stream of a run at the runner: L1 to L4, L10, L24. */
class StreamCaseTests {
  record Progress(String text) {}

  static class Note {
    public String text = "";
  }

  static class LongNote extends Note {}

  /** As the framework puts it on the stream of a run. */
  record Moved(String step) implements InternalEvent {}

  // docs: stream
  @Test
  void collectsEmittedEvents() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(
                String.class,
                (ctx, input) -> {
                  ctx.emit(new Progress("started"));
                  ctx.wait(null, ofSeconds(1));
                  ctx.emit(new Progress("ended"));
                  return input;
                })
            .run("");

    assertThat(result.collected()).containsExactly(new Progress("started"), new Progress("ended"));
    assertThat(result.count(Progress.class)).isEqualTo(2);
  }

  // docs: end

  /** Emits events of four classes, two of them internal ones. */
  private final DurableFunction<String, String> chatty =
      (ctx, input) -> {
        ctx.emit(new Moved("first"));
        ctx.emit(new Progress("started"));
        ctx.emit(new Note());
        ctx.emit(new LongNote());
        ctx.emit(new Moved("last"));
        return input;
      };

  @Test
  void l2ShowsInternalEvents() {
    WorkflowResult<String> result = WorkflowTestRunner.of(chatty).run("");

    assertThat(result.count(Moved.class)).isEqualTo(2);
    assertThat(result.count(InternalEvent.class)).isEqualTo(2);
  }

  @Test
  void l3HidesInternalEvents() {
    WorkflowResult<String> result = WorkflowTestRunner.of(chatty).exposeInternal(false).run("");

    assertThat(result.eventTypes().keySet())
        .containsExactly(Progress.class, Note.class, LongNote.class);
    assertThat(result.collected()).hasSize(3).contains(new Progress("started"));
    assertThat(result.count(Moved.class)).isZero();
  }

  @Test
  void l4ExcludesTheExactClass() {
    WorkflowResult<String> result =
        WorkflowTestRunner.of(chatty).excludeEvents(Note.class, Moved.class).run("");

    assertThat(result.eventTypes().keySet()).containsExactly(Progress.class, LongNote.class);
    assertThat(result.count(Moved.class)).isZero();
  }

  @Test
  void refusesToExcludeAClassThatNoEventHas() {
    WorkflowTestRunner<String, String> runner = WorkflowTestRunner.of(chatty);

    assertThatThrownBy(() -> runner.excludeEvents(Note.class, InternalEvent.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "excludeEvents leaves out events of exactly the given classes, but no event has exactly the class dev.foliot.workflow.InternalEvent, which is abstract. Name the classes of the events, or call exposeInternal(false).");
  }

  @Test
  void l10CountsEachCollectedEventOnce() {
    WorkflowResult<String> result = WorkflowTestRunner.of(chatty).run("");

    assertThat(result.eventTypes())
        .containsExactly(
            entry(Moved.class, 2),
            entry(Progress.class, 1),
            entry(Note.class, 1),
            entry(LongNote.class, 1));
    assertThat(result.eventTypes().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(result.collected().size());
  }

  /** A stream is read from a position, so nothing consumes it. */
  @Test
  void l24GivesTheSameEventsAgain() {
    WorkflowResult<String> result = WorkflowTestRunner.of(chatty).run("");

    assertThat(result.collected()).hasSize(5).isEqualTo(result.collected());
    assertThatThrownBy(() -> result.collected().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void collectsTheEventsOfEachRunAlone() {
    WorkflowTestRunner<String, String> runner =
        WorkflowTestRunner.of(
            String.class,
            (ctx, input) -> {
              ctx.emit(new Progress(input));
              return input;
            });

    WorkflowResult<String> first = runner.run("one");
    WorkflowResult<String> second = runner.run("two");

    assertThat(first.collected()).containsExactly(new Progress("one"));
    assertThat(second.collected()).containsExactly(new Progress("two"));
    assertThat(first.collected()).containsExactly(new Progress("one"));
  }

  @Test
  void keepsTheEventsOfAFailedRun() {
    WorkflowResult<String> result =
        WorkflowTestRunner.<String, String>of(
                String.class,
                (ctx, input) -> {
                  ctx.emit(new Progress("started"));
                  return ctx.step(
                      "pay",
                      String.class,
                      StepOptions.noRetry(),
                      step -> {
                        throw new IllegalStateException("no money");
                      });
                })
            .run("");

    assertThat(result).hasErrorContaining("no money");
    assertThat(result.collected()).isEqualTo(List.of(new Progress("started")));
  }
}
