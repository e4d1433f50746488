package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunNotFoundException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.run.FollowRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The events of a run while it emits them. Under a steppable clock, all is done at once. */
class FollowRunsIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  record Progress(int percent) {}

  private Follower follow(String run, long after) {
    return follow(run, after, Follower.unlimited());
  }

  private Follower follow(String run, long after, Follower follower) {
    workflows.follow(run, after).subscribe(follower);
    return follower;
  }

  /** 0, a wait, 50, a wait, 100. */
  private void emitThree() {
    code(
        (ctx, input) -> {
          ctx.emit(new Progress(0));
          ctx.wait("first", HOUR);
          ctx.emit(new Progress(50));
          ctx.wait("second", HOUR);
          ctx.emit(new Progress(100));
          return "end";
        });
  }

  private static List<Object> progress(int... percents) {
    return IntStream.of(percents).<Object>mapToObj(Progress::new).toList();
  }

  @Test
  void eventIsGivenBeforeTheNextEffect() {
    Follower follower = Follower.unlimited();
    List<Object> seen = new ArrayList<>();
    code(
        (ctx, input) -> {
          ctx.emit(new Progress(1));
          ctx.step("one", step -> seen.addAll(follower.values));
          ctx.emit(new Progress(2));
          ctx.command("two", new Stock.Receive("s-1"));
          ctx.step("three", step -> seen.addAll(follower.values));
          return "end";
        });
    start("r-1");
    follow("r-1", 0, follower);

    engine.run();

    assertThat(seen).isEqualTo(progress(1, 1, 2));
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void followerGetsPresentAndLaterEventsUntilTheEnd() {
    emitThree();
    start("r-1");
    engine.run();
    Follower follower = follow("r-1", 0);
    assertThat(follower.values).isEqualTo(progress(0));

    engine.runFor(HOUR);
    assertThat(follower.values).isEqualTo(progress(0, 50));
    assertThat(follower.end).isEmpty();
    engine.runFor(HOUR);

    assertThat(follower.values).isEqualTo(progress(0, 50, 100));
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void slowFollowerGetsEachEventInOrder() {
    code(
        (ctx, input) -> {
          for (int i = 0; i < 250; i++) {
            ctx.emit(new Progress(i));
          }
          return "end";
        });
    start("r-1");
    Follower follower = follow("r-1", 0, Follower.requesting(1));
    engine.run();
    assertThat(follower.values).isEqualTo(progress(0));

    follower.subscription().request(7);
    follower.subscription().request(200);
    assertThat(follower.values).hasSize(208);
    assertThat(follower.end).isEmpty();
    follower.subscription().request(42);

    assertThat(follower.values).isEqualTo(progress(IntStream.range(0, 250).toArray()));
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void followerResumesAfterItsCursor() {
    emitThree();
    start("r-1");
    engine.runFor(HOUR);
    long first = workflows.events("r-1", 0).get(0).position();
    Follower before = follow("r-1", 0);
    before.subscription().cancel();

    Follower again = follow("r-1", first);
    engine.runUntilIdle();

    assertThat(again.values).isEqualTo(progress(50, 100));
    assertThat(before.values).as("the cancelled one").isEqualTo(progress(0, 50));
    assertThat(before.end).isEmpty();
  }

  @Test
  void endedRunGivesItsEventsAndCompletes() {
    emitThree();
    start("r-1");
    engine.runUntilIdle();

    Follower follower = follow("r-1", 0);

    assertThat(follower.values).isEqualTo(progress(0, 50, 100));
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void unknownRunIsAnError() {
    for (String id : List.of("r-9", "r\u00009", "r".repeat(9_000))) {
      assertThat(follow(id, 0).end).singleElement().isInstanceOf(RunNotFoundException.class);
    }
  }

  @Test
  void cursorHoldsAfterTheRunHasGoneOnAsNew() {
    code(
        (ctx, input) -> {
          ctx.emit(new Progress(ctx.info().round()));
          ctx.wait("w", HOUR);
          return ctx.info().round() < 2 ? ctx.continueAsNew("again") : "end";
        });
    start("r-1");
    Follower follower = follow("r-1", 0);

    engine.runUntilIdle();

    assertThat(follower.values).isEqualTo(progress(0, 1, 2));
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void retriedRunIsFollowedAfterTheCursor() {
    emitThree();
    start("r-1");
    engine.runFor(HOUR);
    Follower first = follow("r-1", 0);
    workflows.handle("r-1").terminate();
    assertThat(first.end).containsExactly("complete");
    long last = workflows.events("r-1", 0).get(1).position();

    workflows.retry("r-1", "first");
    Follower again = follow("r-1", last);
    engine.runUntilIdle();

    assertThat(again.values).isEqualTo(progress(50, 100));
    assertThat(again.end).containsExactly("complete");
  }

  @Test
  void forkGivesTheEventsOfTheOtherRunFirst() {
    emitThree();
    start("r-1");
    engine.runUntilIdle();
    workflows.fork("r-1", "second", RunOptions.id("f-1"));
    Follower follower = follow("f-1", 0);
    assertThat(follower.values).isEqualTo(progress(0, 50));

    engine.runUntilIdle();

    assertThat(follower.values).isEqualTo(progress(0, 50, 100));
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void streamEndsWithACancelledRun() {
    emitThree();
    start("r-1");
    engine.run();
    Follower follower = follow("r-1", 0);

    workflows.handle("r-1").cancel();
    assertThat(follower.end).as("the run decides").isEmpty();
    engine.run();

    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void streamEndsWithTheTimeOfTheRun() {
    emitThree();
    workflows.start(Scripted.class, "in", RunOptions.id("r-1").withTimeout(HOUR.plusMinutes(1)));
    Follower follower = follow("r-1", 0);

    engine.runUntilIdle();

    assertThat(follower.values).isEqualTo(progress(0, 50));
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void terminationEndsTheStreamsOfChildrenToo() {
    child.code =
        (ctx, input) -> {
          ctx.emit(new Progress(1));
          ctx.wait("w", HOUR);
          return input;
        };
    code((ctx, input) -> ctx.invoke("child", Scripted.Child.class, input, String.class));
    start("r-1");
    engine.run();
    Follower follower =
        follow(jdbc.queryForObject("select id from foliot_run where id <> 'r-1'", String.class), 0);
    assertThat(follower.values).isEqualTo(progress(1));

    workflows.handle("r-1").terminate();

    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void stopOfTheApplicationIsNoEnd(@Autowired FollowRuns followed) {
    emitThree();
    start("r-1");
    engine.run();
    Follower follower = follow("r-1", 0);

    followed.end();
    Follower late = follow("r-1", 0);
    followed.begin();

    assertThat(follower.end)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(
            "This application stops, but run r-1 continues. Follow it again, after the last"
                + " position.");
    assertThat(late.end).hasSize(1);
    assertThat(follow("r-1", 0).end).isEmpty();
  }
}
