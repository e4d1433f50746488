package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.message.Metadata;
import dev.foliot.test.workflows.Stock.Receive;
import dev.foliot.test.workflows.Stock.Reservations;
import dev.foliot.test.workflows.Stock.Reserve;
import dev.foliot.test.workflows.Stock.Reserved;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Runs publish domain events, and wait for them. */
class EventsIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired Reservations reservations;

  @BeforeEach
  void receive() {
    reservations.seen.clear();
    domain.process(new Receive("p"));
  }

  private static EventWait<Reserved> reservation(String order) {
    return EventWait.of(Reserved.class).where("order", order);
  }

  private void waitAnHourFor(String order) {
    code(
        (ctx, input) ->
            ctx.waitForEvent("reserved", reservation(order).within(HOUR))
                .map(Reserved::order)
                .orElse("none"));
  }

  @Test
  void eventEndsTheWait() {
    waitAnHourFor("o-1");
    RunHandle<String> run = start("r");
    engine.run();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);

    domain.process(new Reserve("p", "o-2"));
    domain.process(new Reserve("p", "o-1"));
    engine.run();

    assertThat(run.result()).contains("o-1");
    assertThat(journal("r")).containsExactly("1 WaitForEvent STARTED", "1 WaitForEvent SUCCEEDED");
  }

  @Test // N13
  void eventBeforeTheWaitIsFound() {
    code(
        (ctx, input) -> {
          ctx.wait("later", HOUR);
          return ctx.waitForEvent("reserved", reservation("o-1")).orElseThrow().order();
        });
    domain.process(new Reserve("p", "o-0"));
    RunHandle<String> run = start("r");
    engine.run();
    domain.process(new Reserve("p", "o-1"));

    engine.runUntilIdle();

    assertThat(run.result()).contains("o-1");
  }

  @Test
  void eventBeforeTheStartOfTheRunIsNotFound() {
    waitAnHourFor("o-1");
    domain.process(new Reserve("p", "o-1"));

    RunHandle<String> run = start("r");
    engine.runUntilIdle();

    assertThat(run.result()).contains("none");
    assertThat(journal("r")).containsExactly("1 WaitForEvent STARTED", "1 WaitForEvent TIMED_OUT");
    assertThat(count("foliot_wait where completed_at is null")).isZero();
  }

  @Test
  void eventBeforeTheStartIsFoundAfterAGivenPosition() {
    domain.process(new Reserve("p", "o-1"));
    domain.process(new Reserve("p", "o-0"));
    long handled = head();
    domain.process(new Reserve("p", "o-1"));
    domain.process(new Reserve("p", "o-1"));
    code(
        (ctx, input) -> {
          EventWait<Reserved> wait = reservation("o-1").afterPosition(handled).within(HOUR);
          return "%s %s %s %s"
              .formatted(
                  ctx.waitForEvent("first", wait).isPresent(),
                  ctx.waitForEvent("second", wait).isPresent(),
                  ctx.waitForEvent("third", wait).isPresent(),
                  ctx.waitForEvent("other", reservation("o-0").afterPosition(handled).within(HOUR))
                      .isPresent());
        });

    RunHandle<String> run = start("r");
    engine.runUntilIdle();

    assertThat(run.result()).contains("true true false false");
  }

  private long head() {
    return jdbc.queryForObject("select max(position) from foliot_message", Long.class);
  }

  @Test
  void laterRoundFindsNoEventAgainAfterAGivenPosition() {
    long handled = head();
    domain.process(new Reserve("p", "o-1"));
    domain.process(new Reserve("p", "o-2"));
    code(
        (ctx, input) -> {
          EventWait<Reserved> any = EventWait.of(Reserved.class).afterPosition(handled);
          String order = ctx.waitForEvent("reserved", any).orElseThrow().order();
          return ctx.info().round() == 0 ? ctx.continueAsNew(order) : input + order;
        });

    RunHandle<String> run = start("r");
    engine.runUntilIdle();

    assertThat(run.result()).contains("o-1o-2");
  }

  @Test
  void roundBeginsAtItsOwnTime() {
    code(
        (ctx, input) -> {
          if (ctx.info().round() > 0) {
            String now = ctx.now() + " " + ctx.info().startedAt();
            ctx.wait("again", HOUR);
            return now;
          }
          ctx.wait("first", HOUR);
          return ctx.continueAsNew("next");
        });

    RunHandle<String> run = start("r");
    engine.runUntilIdle();

    String started = run.result().orElseThrow().split(" ")[1];
    assertThat(run.result()).contains(Instant.parse(started).plus(HOUR) + " " + started);
  }

  @Test
  void eventAtTheInstantOfTheTimeoutIsFound() {
    waitAnHourFor("o-1");
    RunHandle<String> run = start("r");
    engine.run();
    clock.set(workflows.show("r").orElseThrow().journal().get(0).at().plus(HOUR));

    domain.process(new Reserve("p", "o-1"));
    engine.run();

    assertThat(run.result()).contains("o-1");
  }

  @Test
  void eventInTimeIsFoundThoughAllNodesWereDown() {
    waitAnHourFor("o-1");
    RunHandle<String> run = start("r");
    engine.run();
    domain.process(new Reserve("p", "o-1"));
    clock.advance(Duration.ofDays(3));

    engine.run();

    assertThat(run.result()).contains("o-1");
  }

  @Test
  void eventAfterTheTimeoutIsNotFound() {
    waitAnHourFor("o-1");
    RunHandle<String> run = start("r");
    engine.run();
    clock.advance(Duration.ofDays(3));
    domain.process(new Reserve("p", "o-1"));

    engine.run();

    assertThat(run.result()).contains("none");
  }

  @Test // L17
  void eventsInReverseOrderReachTheirWaits() {
    code(
        (ctx, input) ->
            ctx.waitForEvent("one", reservation("o-1")).orElseThrow().order()
                + ctx.waitForEvent("two", reservation("o-2")).orElseThrow().order());
    RunHandle<String> run = start("r");
    engine.run();

    domain.process(new Reserve("p", "o-2"));
    engine.run();
    domain.process(new Reserve("p", "o-1"));
    engine.run();

    assertThat(run.result()).contains("o-1o-2");
  }

  @Test
  void eachRoundGetsTheNextEvent() {
    code(
        (ctx, input) -> {
          EventWait<Reserved> any = EventWait.of(Reserved.class).where("product", "p");
          String order = ctx.waitForEvent("reserved", any).orElseThrow().order();
          ctx.step("charge", step -> scripted.did(order + " " + step.idempotencyKey()));
          return ctx.info().round() < 2 ? ctx.continueAsNew(order) : "after " + input;
        });
    RunHandle<String> run = start("r");
    engine.run();

    domain.process(new Reserve("p", "o-1"));
    domain.process(new Reserve("p", "o-2"));
    engine.runUntilIdle();
    assertThat(run.status()).isEqualTo(RunStatus.WAITING);
    domain.process(new Reserve("p", "o-3"));
    engine.runUntilIdle();

    assertThat(scripted.ran).containsExactly("o-1 r/2", "o-2 r/~1-2", "o-3 r/~2-2");
    assertThat(run.result()).contains("after o-2");
  }

  @Test
  void publishedEventsAreHandledInTheirOrder() {
    code(
        (ctx, input) -> {
          ctx.publish("first", new Reserved("p", "o-1"));
          ctx.publish("second", new Reserved("p", "o-2"));
          return "done";
        });
    start("r");

    engine.runUntilIdle();

    assertThat(reservations.seen).hasSize(2);
    assertThat(reservations.seen).extracting(Metadata::correlationId).containsOnly(correlation());
    assertThat(
            jdbc.queryForList(
                "select stream from foliot_message where category = 'foliot:workflow' order by position",
                String.class))
        .containsExactly("r", "r");
  }

  private String correlation() {
    return jdbc.queryForObject(
        "select cast(correlation_id as varchar(40)) from foliot_run", String.class);
  }

  @Test
  void oneRunGetsTheEventOfAnother() {
    waitAnHourFor("o-1");
    RunHandle<String> waiting = start("waiting");
    engine.run();
    code(
        (ctx, input) -> {
          if (ctx.info().runId().equals("publisher")) {
            ctx.publish("reserved", new Reserved("p", "o-1"));
            return "published";
          }
          return ctx.waitForEvent("reserved", reservation("o-1").within(HOUR))
              .orElseThrow()
              .order();
        });

    start("publisher");
    engine.run();

    assertThat(waiting.result()).contains("o-1");
  }
}
