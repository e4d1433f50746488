package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A time comes for one branch while another one is in the body of a step. */
class TimesWhileBodiesRunTests {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final CountDownLatch otherGoesOn = new CountDownLatch(1);
  private final List<Instant> alarms = new CopyOnWriteArrayList<>();
  private final ExecutorService engine = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    engine.shutdown();
  }

  /** The body of one branch ends when the other branch has gone on. */
  private RunInMemory run(Consumer<WorkflowContext> other) {
    RunInMemory run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.parallel(
                        "both",
                        String.class,
                        List.of(
                            Branch.of("body", own -> own.step("long", String.class, this::body)),
                            Branch.of(
                                "other",
                                own -> {
                                  other.accept(own);
                                  otherGoesOn.countDown();
                                  return "other";
                                })))
                    .results());
    run.overlapping = true;
    run.alarm =
        (due, wakeUp) -> {
          alarms.add(due);
          engine.execute(
              () -> {
                run.clock.set(due);
                wakeUp.run();
              });
        };
    return run;
  }

  private String body(Object step) throws InterruptedException {
    return otherGoesOn.await(120, TimeUnit.SECONDS) ? "in time" : "too late";
  }

  @Test
  void waitEnds() {
    RunInMemory run = run(own -> own.wait("pause", MINUTE));

    assertThat(run.end().payload()).isEqualTo("[\"in time\",\"other\"]");
    assertThat(alarms).containsExactly(RunInMemory.START.plus(MINUTE));
    assertThat(run.invocations).isEqualTo(1);
  }

  @Test
  void nextAttemptBegins() {
    AtomicInteger attempts = new AtomicInteger();
    RunInMemory run =
        run(
            own ->
                own.step(
                    "again",
                    StepOptions.retry(RetryPolicy.exponential(3, MINUTE)),
                    step -> {
                      if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                      }
                    }));

    assertThat(run.end().payload()).isEqualTo("[\"in time\",\"other\"]");
    assertThat(attempts).hasValue(2);
    assertThat(run.invocations).isEqualTo(1);
  }

  @Test
  void laterWaitIsSeenToo() {
    RunInMemory run =
        run(
            own -> {
              own.wait("first", MINUTE);
              own.wait("second", MINUTE);
            });

    assertThat(run.end().payload()).isEqualTo("[\"in time\",\"other\"]");
    assertThat(alarms)
        .containsExactly(
            RunInMemory.START.plus(MINUTE), RunInMemory.START.plus(MINUTE).plus(MINUTE));
  }

  /** The body of one branch ends when the event of the other branch is stored. */
  private RunInMemory emitting(Consumer<WorkflowContext> other) {
    CountDownLatch stored = new CountDownLatch(1);
    RunInMemory run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.parallel(
                        "both",
                        String.class,
                        List.of(
                            Branch.of(
                                "body",
                                own ->
                                    own.step(
                                        "long",
                                        String.class,
                                        step ->
                                            stored.await(120, TimeUnit.SECONDS)
                                                ? "in time"
                                                : "too late")),
                            Branch.of(
                                "other",
                                own -> {
                                  own.emit("half");
                                  other.accept(own);
                                  return "other";
                                })))
                    .results());
    run.overlapping = true;
    run.stored =
        () -> {
          if (run.journal.entries().stream().anyMatch(each -> each.kind() == OperationKind.EMIT)) {
            stored.countDown();
          }
        };
    return run;
  }

  @Test
  void eventIsStoredBeforeABranchEnds() {
    assertThat(emitting(own -> {}).end().payload()).isEqualTo("[\"in time\",\"other\"]");
  }

  @Test
  void eventIsStoredBeforeAWait() {
    RunInMemory run = emitting(own -> own.wait("pause", MINUTE));

    assertThat(run.end().payload()).isEqualTo("[\"in time\",\"other\"]");
  }

  /** The log must be read once more before a wait for an event times out. */
  @Test
  void waitForAnEventTimesOutInTheNextInvocation() {
    RunInMemory[] run = new RunInMemory[1];
    run[0] =
        RunInMemory.of(
            (ctx, input) ->
                ctx.parallel(
                        "both",
                        String.class,
                        List.of(
                            Branch.of("event", TimesWhileBodiesRunTests::anEvent),
                            Branch.of(
                                "body",
                                own -> own.step("long", String.class, each -> later(run[0])))))
                    .results());

    InvocationResult.Waiting first = (InvocationResult.Waiting) run[0].invoke();

    assertThat(first.dueAt()).isEqualTo(RunInMemory.START.plus(MINUTE));
    assertThat(run[0].end().payload()).isEqualTo("[\"none\",\"later\"]");
  }

  private static String anEvent(WorkflowContext ctx) {
    return ctx.waitForEvent("e", EventWait.of(String.class).where("length", 1).within(MINUTE))
        .orElse("none");
  }

  private static String later(RunInMemory run) {
    run.clock.set(RunInMemory.START.plus(MINUTE));
    return "later";
  }
}
