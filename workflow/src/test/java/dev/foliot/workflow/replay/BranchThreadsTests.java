package dev.foliot.workflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.BatchResult;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** How many threads the branches of a run hold at once. */
class BranchThreadsTests {
  private static final int MANY = 10_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Thread> held = ConcurrentHashMap.newKeySet();
  private final AtomicInteger most = new AtomicInteger();

  @AfterEach
  void end() {
    threads.shutdown();
  }

  private final Executor counting =
      code -> {
        awaitLeavingThreads();
        threads.execute(
            () -> {
              held.add(Thread.currentThread());
              most.accumulateAndGet(held.size(), Math::max);
              try {
                code.run();
              } finally {
                held.remove(Thread.currentThread());
              }
            });
      };

  /**
   * A thread whose last branch has passed on the turn holds nothing, but may not have ended yet.
   * All other threads wait for their turn, or in a body.
   */
  private void awaitLeavingThreads() {
    while (held.stream().anyMatch(BranchThreadsTests::isRunning)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isRunning(Thread thread) {
    return thread != Thread.currentThread() && thread.getState() == Thread.State.RUNNABLE;
  }

  private RunInMemory run(int max, WorkflowFunction function) {
    RunInMemory run = RunInMemory.of((ctx, input) -> function.run(ctx));
    run.threads = new BranchThreads(counting, max);
    return run;
  }

  private interface WorkflowFunction {
    Object run(WorkflowContext ctx);
  }

  private static List<Integer> items(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void branchesThatDoNotWaitShareAThread() {
    RunInMemory run =
        run(
            100,
            ctx ->
                ctx.map(
                        "items",
                        items(MANY),
                        Integer.class,
                        (own, item, index) -> own.step("work", Integer.class, step -> item))
                    .results()
                    .size());

    assertThat(run.end().payload()).isEqualTo("10000");
    assertThat(most).hasValue(1);
  }

  @Test
  void asynchronousStepsShareAThread() {
    RunInMemory run =
        run(
            100,
            ctx -> {
              List<DurableFuture<Integer>> futures =
                  items(MANY).stream()
                      .map(item -> ctx.stepAsync("work", Integer.class, step -> item))
                      .toList();
              return futures.stream().mapToInt(DurableFuture::get).sum();
            });

    assertThat(run.end().payload()).isEqualTo("49995000");
    assertThat(most).hasValue(1);
  }

  @Test
  void branchesThatWaitGiveTheirThreadToOthers() {
    RunInMemory run = run(7, ctx -> waitAndWork(ctx, MANY, Duration.ofDays(1)));

    InvocationResult.Waiting waiting = (InvocationResult.Waiting) run.invoke();

    assertThat(waiting.dueAt()).isEqualTo(RunInMemory.START.plus(Duration.ofDays(1)));
    assertThat(run.trace()).filteredOn(entry -> entry.endsWith("WAIT STARTED")).hasSize(MANY);
    assertThat(run.end().payload()).isEqualTo("10000");
    assertThat(most).hasValue(7);
  }

  private static int waitAndWork(WorkflowContext ctx, int items, Duration duration) {
    return ctx.map(
            "items",
            items(items),
            Integer.class,
            (own, item, index) -> {
              own.wait("pause", duration);
              return own.step("work", Integer.class, step -> item);
            })
        .results()
        .size();
  }

  /** The time of some waits comes while the invocation runs. */
  @Test
  void branchThatGaveWayGoesOnAtOnce() {
    RunInMemory run = run(2, ctx -> waitAndWork(ctx, 9, Duration.ZERO));

    InvocationResult.Waiting waiting = (InvocationResult.Waiting) run.invoke();

    assertThat(waiting.dueAt()).isEqualTo(RunInMemory.START);
    assertThat(run.end().payload()).isEqualTo("9");
    assertThat(run.invocations).isEqualTo(2);
  }

  @Test
  void nestedBranchesHaveRoomOfTheirOwn() {
    RunInMemory run =
        run(
            3,
            ctx ->
                ctx
                    .map(
                        "outer",
                        items(20),
                        Integer.class,
                        (own, item, index) ->
                            own.map(
                                    "inner",
                                    items(20),
                                    Integer.class,
                                    (inner, each, at) -> {
                                      inner.wait("pause", Duration.ofSeconds(1));
                                      return inner.step("work", Integer.class, step -> 1);
                                    })
                                .results()
                                .size())
                    .results()
                    .stream()
                    .mapToInt(each -> each)
                    .sum());

    assertThat(run.end().payload()).isEqualTo("400");
    assertThat(most.get()).isBetween(4, 6);
  }

  @Test
  void bodiesThatRunAtOnceAreLimited() {
    CountDownLatch three = new CountDownLatch(3);
    AtomicInteger bodies = new AtomicInteger();
    AtomicInteger mostBodies = new AtomicInteger();
    RunInMemory run =
        run(
            3,
            ctx ->
                ctx.map(
                        "items",
                        items(20),
                        Integer.class,
                        (own, item, index) ->
                            own.step(
                                "work",
                                Integer.class,
                                step -> {
                                  mostBodies.accumulateAndGet(bodies.incrementAndGet(), Math::max);
                                  three.countDown();
                                  three.await();
                                  bodies.decrementAndGet();
                                  return item;
                                }))
                    .results()
                    .size());
    run.overlapping = true;

    assertThat(run.end().payload()).isEqualTo("20");
    assertThat(mostBodies).hasValue(3);
    assertThat(most).hasValue(3);
  }

  /** As the branches of a stream that await each other's futures. */
  @Test
  void limitNeverStopsARun() {
    RunInMemory run =
        run(
            1,
            ctx -> {
              List<DurableFuture<Integer>> last = Collections.synchronizedList(new ArrayList<>());
              return ctx.map(
                      "items",
                      items(3),
                      Integer.class,
                      (own, item, index) -> {
                        DurableFuture<Integer> future =
                            own.stepAsync("work", Integer.class, step -> item);
                        last.add(future);
                        return own.child(
                            "inner",
                            Integer.class,
                            inner ->
                                inner
                                    .map(
                                        "nested",
                                        items(3),
                                        Integer.class,
                                        (each, value, at) -> future.get() + value)
                                    .results()
                                    .get(2));
                      })
                  .results();
            });
    run.overlapping = true;

    assertThat(run.end().payload()).isEqualTo("[2,3,4]");
  }

  @Test
  void branchThatWasStoppedEarlyHasNotStarted() {
    CountDownLatch never = new CountDownLatch(1);
    RunInMemory run =
        run(
            2,
            ctx -> {
              BatchResult<Integer> result =
                  ctx.map(
                      "items",
                      items(50),
                      new ParameterizedTypeReference<Integer>() {},
                      BatchOptions.minSuccessful(1),
                      (own, item, index) ->
                          own.step(
                              "work",
                              Integer.class,
                              step -> {
                                if (item > 0) {
                                  assertThat(never.await(120, TimeUnit.SECONDS)).isTrue();
                                }
                                return item;
                              }));
              never.countDown();
              return result.items().size();
            });
    run.overlapping = true;

    assertThat(run.end().payload()).isEqualTo("3");
  }

  @Test
  void threadThatCannotBeStartedAbortsTheInvocation() {
    AtomicInteger started = new AtomicInteger();
    RunInMemory run = run(5, ctx -> waitAndWork(ctx, 9, Duration.ofDays(1)));
    run.threads =
        new BranchThreads(
            code -> {
              if (started.incrementAndGet() == 3) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              counting.execute(code);
            },
            5);

    assertThat(run.invoke())
        .isInstanceOfSatisfying(
            InvocationResult.Aborted.class,
            aborted -> assertThat(aborted.cause()).isInstanceOf(OutOfMemoryError.class));
    assertThat(run.end().status()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
