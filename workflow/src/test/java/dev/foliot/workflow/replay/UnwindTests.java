package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.JournalClosedException;
import dev.foliot.workflow.journal.JournalEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** What becomes of branches, bodies and compensations when an invocation ends before its code. */
class UnwindTests {
  private final List<String> done = new CopyOnWriteArrayList<>();

  private String did(String what) {
    done.add(what);
    return what;
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void outcomeOfABodyInFlightIsKept() {
    assertKeepsTheBodyBeside(branch -> branch.step("never", step -> did("never")));

    assertThat(done).containsExactly("pay");
  }

  /** The command is stored with its outcome, and the journal is closed after it. */
  @Test
  void outcomeOfABodyInFlightFollowsThatOfACommand() {
    RunInMemory run = assertKeepsTheBodyBeside(branch -> branch.command("reserve", "stock"));

    assertThat(run.trace()).contains("1-2-2 COMMAND SUCCEEDED");
    assertThat(run.journal.entries()).extracting(JournalEntry::number).doesNotHaveDuplicates();
  }

  private RunInMemory assertKeepsTheBodyBeside(Consumer<WorkflowContext> other) {
    CountDownLatch paying = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    RunInMemory[] runs = new RunInMemory[1];
    var run =
        RunInMemory.of(
            (ctx, input) ->
                ctx.parallel(
                        "both",
                        String.class,
                        List.of(
                            Branch.of(
                                branch ->
                                    branch.step(
                                        "pay",
                                        String.class,
                                        step -> {
                                          paying.countDown();
                                          await(closed);
                                          return did("pay");
                                        })),
                            Branch.of(
                                branch -> {
                                  branch.step("look", step -> await(paying));
                                  runs[0].closes = JournalClosedException.Reason.HANDED_OVER;
                                  other.accept(branch);
                                  return null;
                                })))
                    .results());
    runs[0] = run;
    run.overlapping = true;
    run.closed = closed::countDown; // the body ends only after the journal was closed

    InvocationResult result = run.invoke();

    assertThat(result).isInstanceOf(InvocationResult.Aborted.class);
    assertThat(run.trace()).contains("1-1-1 STEP SUCCEEDED", "1-2-1 STEP SUCCEEDED");
    return run;
  }

  @Test
  void compensationsAreUndoneInTheSameOrderInEachReplay() {
    CountDownLatch fast = new CountDownLatch(1);
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.parallel(
                  "book",
                  String.class,
                  List.of(
                      Branch.of(
                          slow -> {
                            slow.step("a", step -> await(fast));
                            slow.compensate("undo a", step -> did("-a"));
                            return null;
                          }),
                      Branch.of(
                          quick -> {
                            quick.step("b", step -> {});
                            quick.compensate(
                                "undo b",
                                StepOptions.retry(RetryPolicy.fixed(2, Duration.ofMinutes(1))),
                                step -> {
                                  if (step.attempt() == 1) {
                                    throw new IllegalStateException("not yet");
                                  }
                                  did("-b");
                                });
                            fast.countDown();
                            return null;
                          })));
              ctx.compensateAll();
              return null;
            });
    run.overlapping = true;

    InvocationResult.Ended end = run.end();

    assertThat(end.error()).isNull();
    assertThat(end.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(done).containsExactly("-a", "-b");
  }

  @Test
  void stoppedBranchIsUndoneAfterAReplay() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              BatchResult<String> race =
                  ctx.parallel(
                      "race",
                      ParameterizedTypeReference.forType(String.class),
                      List.of(
                          Branch.of(
                              slow -> {
                                slow.step("hotel a", step -> did("a"));
                                slow.compensate("undo a", step -> did("-a"));
                                slow.wait("slow", Duration.ofHours(5));
                                return slow.step("late", String.class, step -> did("late"));
                              }),
                          Branch.of(
                              quick -> quick.step("hotel b", String.class, step -> did("b")))),
                      BatchOptions.minSuccessful(1));
              ctx.wait("pause", Duration.ofDays(1));
              ctx.compensateAll();
              return race.results();
            });

    assertThat(run.end().payload()).isEqualTo("[\"b\"]");
    assertThat(done).containsExactly("a", "b", "-a");
  }

  @Test
  void cancelledRunUndoesThoughItsCodeCatchesEverything() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.compensate("undo", step -> did("undo"));
              try {
                ctx.wait("long", Duration.ofDays(1));
                return ctx.step("next", String.class, step -> did("next"));
              } catch (Throwable all) {
                return "fallback";
              }
            });
    run.invoke();
    run.clock.advance(Duration.ofDays(2));
    run.ending = RunStatus.CANCELLED;

    assertThat(run.end().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(done).containsExactly("undo");
  }

  @Test
  void compensationThatWaitsIsTheOnlyThingThatIsDue() {
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.compensate(
                  "undo",
                  StepOptions.retry(RetryPolicy.fixed(2, Duration.ofMinutes(10))),
                  step -> {
                    if (step.attempt() == 1) {
                      throw new IllegalStateException("not yet");
                    }
                  });
              ctx.step(
                  "flaky",
                  StepOptions.retry(RetryPolicy.fixed(5, Duration.ofSeconds(1))),
                  step -> {
                    throw new IllegalStateException("down");
                  });
              return null;
            });
    run.invoke();
    run.clock.advance(Duration.ofSeconds(5));
    run.ending = RunStatus.CANCELLED;

    InvocationResult.Waiting waiting = (InvocationResult.Waiting) run.invoke();

    assertThat(waiting.dueAt()).isEqualTo(run.clock.instant().plus(Duration.ofMinutes(10)));
  }

  @Test
  void codeOfACancelledRunGetsNothingMoreOnceItIsUndone() {
    RunInMemory[] runs = new RunInMemory[1];
    var run =
        RunInMemory.of(
            (ctx, input) -> {
              ctx.compensate(
                  "undo a",
                  StepOptions.retry(RetryPolicy.fixed(3, Duration.ofHours(1))),
                  step -> {
                    did("-a" + step.attempt());
                    runs[0].clock.advance(Duration.ofDays(1)); // meanwhile, the wait is over
                    if (step.attempt() < 3) {
                      throw new IllegalStateException("not yet");
                    }
                  });
              Callback<String> callback = ctx.createCallback("answer", String.class);
              ctx.wait("long", Duration.ofDays(1));
              ctx.compensate("undo b", step -> did("-b"));
              callback.get();
              ctx.compensate("undo c", step -> did("-c"));
              return ctx.step("next", String.class, step -> did("next"));
            });
    runs[0] = run;
    run.invoke();
    run.ending = RunStatus.CANCELLED;
    run.invoke();
    run.succeed("1", "yes");

    assertThat(run.end().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(done).containsExactly("-a1", "-a2", "-a3");
    assertThat(run.trace()).doesNotContain("2 WAIT SUCCEEDED", "1 CALLBACK SUCCEEDED");
  }
}
