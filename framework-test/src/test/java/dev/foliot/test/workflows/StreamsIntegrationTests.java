package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.test.Runs;
import dev.foliot.workflow.EmittedEvent;
import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.step.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The events that a run has emitted, from a cursor (R61). */
class StreamsIntegrationTests extends WorkflowTest {
  record Progress(int percent) {}

  @Autowired Runs runs;

  private void emitThree() {
    code(
        (ctx, input) -> {
          ctx.emit(new Progress(0));
          ctx.step("half", step -> scripted.did("half"));
          ctx.child(
              "inner",
              Void.class,
              inner -> {
                inner.emit(new Progress(50));
                inner.wait("w", Duration.ofHours(1));
                return null;
              });
          ctx.emit(new Progress(100));
          return ctx.step("end", String.class, step -> "end");
        });
  }

  private List<Object> values(String run, long after) {
    return workflows.events(run, after).stream().<Object>map(EmittedEvent::value).toList();
  }

  @Test
  void readsFromACursor() {
    emitThree();
    Instant now = clock.instant();
    start("r-1");
    engine.run();
    List<EmittedEvent> first = workflows.events("r-1", 0);
    assertThat(first)
        .extracting(EmittedEvent::value)
        .containsExactly(new Progress(0), new Progress(50));
    assertThat(first.get(0).json()).isEqualTo("{\"percent\":0}");
    assertThat(first.get(0).type()).isEqualTo(Progress.class.getName());
    assertThat(first.get(0).at()).isEqualTo(now);

    engine.runUntilIdle();

    assertThat(values("r-1", first.get(1).position())).containsExactly(new Progress(100));
    assertThat(workflows.events("r-1", 0, 1)).hasSize(1);
    assertThat(values("r-1", first.get(0).position()))
        .containsExactly(new Progress(50), new Progress(100));
  }

  @Test
  void eventIsReadBeforeTheNextEffect() {
    List<Object> seen = new ArrayList<>();
    code(
        (ctx, input) -> {
          ctx.emit(new Progress(1));
          ctx.step("one", step -> seen.addAll(values("r-1", 0)));
          ctx.emit(new Progress(2));
          ctx.emit(new Progress(3));
          ctx.step("two", step -> seen.addAll(values("r-1", 0)));
          return "end";
        });
    start("r-1");

    engine.run();

    assertThat(seen)
        .containsExactly(new Progress(1), new Progress(1), new Progress(2), new Progress(3));
  }

  @Test
  void unknownTypeIsShownAsJson() {
    emitThree();
    start("r-1");
    engine.run();
    inTransaction(
        () ->
            jdbc.update(
                "update foliot_journal set details = replace(details, 'Progress', 'Gone') where kind = 'emit'"));

    assertThat(workflows.events("r-1", 0).get(0))
        .satisfies(
            event -> {
              assertThat(event.value()).isNull();
              assertThat(event.type()).endsWith("Gone");
              assertThat(event.json()).isEqualTo("{\"percent\":0}");
            });
  }

  /** Its check is younger than the stored events. */
  record Checked(int percent) {
    Checked {
      if (percent > 100) {
        throw new AssertionError("no percentage");
      }
    }
  }

  @Test
  void eventThatItsClassRefusesIsShownAsJson() {
    code(
        (ctx, input) -> {
          ctx.emit(new Checked(100));
          ctx.emit(new Progress(100));
          return "end";
        });
    start("r-1");
    engine.run();
    String old = "update foliot_journal set payload = '{\"percent\":101}' where kind = 'emit'";
    inTransaction(() -> jdbc.update(old));

    assertThat(workflows.events("r-1", 0))
        .extracting(EmittedEvent::value)
        .containsExactly(null, new Progress(101));
  }

  @Test
  void cursorHoldsAfterTheRunHasGoneOnAsNew() {
    code(
        (ctx, input) -> {
          ctx.emit(new Progress(ctx.info().round()));
          ctx.wait("w", Duration.ofHours(1));
          return ctx.info().round() < 2 ? ctx.continueAsNew("again") : "end";
        });
    start("r-1");
    engine.run();
    long first = workflows.events("r-1", 0).get(0).position();
    engine.runUntilIdle();

    assertThat(values("r-1", 0)).containsExactly(new Progress(2));
    assertThat(values("r-1", first)).containsExactly(new Progress(2));
    assertThat(values("r-1", workflows.events("r-1", 0).get(0).position())).isEmpty();
  }

  @Test
  void cursorHoldsAfterARetry() {
    emitThree();
    start("r-1");
    engine.run();
    long last = workflows.events("r-1", 0).get(1).position();
    workflows.handle("r-1").terminate();

    workflows.retry("r-1", "inner");
    engine.runUntilIdle();

    assertThat(values("r-1", 0))
        .containsExactly(new Progress(0), new Progress(50), new Progress(100));
    assertThat(values("r-1", last)).containsExactly(new Progress(50), new Progress(100));
  }

  @Test
  void forkBeginsWithTheEventsOfTheOtherRun() {
    emitThree();
    start("r-1");
    engine.runUntilIdle();

    workflows.fork("r-1", "end", RunOptions.id("f-1"));

    assertThat(values("f-1", 0))
        .containsExactly(new Progress(0), new Progress(50), new Progress(100));
  }

  @Test
  void onlyTheEndOfTheRunHasItsResult() {
    workflows.start(EmittedStop.class, new EmittedStop.Begin(), RunOptions.id("r-1"));
    engine.run();

    assertThat(values("r-1", 0))
        .containsExactly(new Stop<>("draft"), new Stop<>(new Progress(100)));
    assertThat(runs.find("r-1").result().collected())
        .contains(new Stop<>("draft"), new Stop<>(new Progress(100)));
  }

  @Test
  void wrongRequestIsRefused() {
    assertThatThrownBy(() -> workflows.events("r-1", 0)).isInstanceOf(RunNotFoundException.class);
    assertThatThrownBy(() -> workflows.events("r-1", 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A page of events has a limit from 1 to 1000; this one is 0.");
  }
}
