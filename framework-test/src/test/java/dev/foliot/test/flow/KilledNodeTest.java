package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.test.workflows.RunDatabase;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two nodes on threads that take calls at the same time. The first one is killed in the middle of
 * its calls, or in a transaction: it reaches the database no more.
 */
abstract class KilledNodeTest {
  static final Duration LONG = Duration.ofMinutes(2);
  static final int CALLS = 60;
  private static final int CALLERS = 2;
  private static final int CALLS_BEFORE_THE_KILL = CALLS / 4;

  private final RunDatabase database = RunDatabase.fresh();
  private final CountDownLatch inStep = new CountDownLatch(1);
  private volatile boolean isKilledInAStep;
  private volatile boolean isKilledAtAnEnd;
  private volatile @Nullable Predicate<String> killingStatement;
  Node one;
  Node two;

  /** An application. */
  static final class Node {
    final ConfigurableApplicationContext context;
    final Workflows workflows;
    final Limited.Code code;
    final JdbcTemplate jdbc;
    private final AtomicInteger calls = new AtomicInteger();

    Domain domain() {
      return context.getBean(Domain.class);
    }

    Engine engine() {
      return context.getBean(Engine.class);
    }

    KillableDataSource database() {
      return (KillableDataSource) context.getBean(DataSource.class);
    }

    Node(ConfigurableApplicationContext context) {
      this.context = context;
      this.workflows = context.getBean(Workflows.class);
      this.code = context.getBean(Limited.Code.class);
      this.jdbc = context.getBean(JdbcTemplate.class);
    }
  }

  /** More properties of both nodes. */
  List<String> more() {
    return List.of();
  }

  private Node node(String... own) {
    List<String> properties = new ArrayList<>(database.properties());
    properties.add("--foliot.engine.lease=1s");
    properties.add("--foliot.engine.poll-interval=20ms");
    properties.add("--foliot.workflow.threads=4");
    properties.add("--test.killable=true");
    properties.addAll(more());
    properties.addAll(List.of(own));
    return new Node(
        new SpringApplicationBuilder(FlowApplication.class)
            .web(WebApplicationType.NONE)
            .run(properties.toArray(String[]::new)));
  }

  @BeforeEach
  void begin() {
    one = node("--foliot.engine.shutdown-timeout=1s");
    two = node();
  }

  @AfterEach
  void end() {
    two.context.close();
    one.context.close();
  }

  /** Lets each step on the first node last until the node is killed, which waits for a step. */
  void killInAStep() {
    isKilledInAStep = true;
    one.code.inStep =
        () -> {
          inStep.countDown();
          awaitQuietly(one.database().killed());
        };
  }

  /**
   * As {@link #killInAStep}, and lets the first node begin a run, before the second node begins
   * any.
   */
  void killInAStepOf(Runnable start) {
    killInAStep();
    two.engine().stop();
    start.run();
    awaitQuietly(inStep);
    two.engine().start();
  }

  /** Lets the node die in the transaction of a start, right after it has locked an admission. */
  void killInAStart() {
    killingStatement = sql -> sql.contains("foliot_admission");
  }

  /**
   * Lets each step on the second node wait for a step on the first one. Otherwise the second node
   * could execute all runs before the first one claims any. Not for runs that wait for one another:
   * the second node could have all places.
   */
  void letTheFirstNodeBegin() {
    two.code.inStep = () -> awaitQuietly(inStep);
  }

  /**
   * Lets the node die in the transaction that ends a run, right after it has stored the end. The
   * second node executes no runs until then. Otherwise it could end all of them.
   */
  void killAtAnEnd() {
    isKilledAtAnEnd = true;
    killingStatement = sql -> sql.contains("owner = null, due_at = ?, result = ?");
  }

  private void kill() {
    if (isKilledInAStep) {
      awaitQuietly(inStep);
    }
    if (isKilledAtAnEnd) {
      two.engine().stop();
    }
    if (killingStatement == null) {
      one.database().kill();
    } else {
      one.database().killAfter(killingStatement); // of the call that follows, or of its run
    }
  }

  /**
   * Both nodes make half of the calls each. The first node is killed after half of its own. Returns
   * the results of the committed calls: all of the second node, and at least those of the first one
   * that ended before the kill.
   *
   * @param call gets the number of the call, from 0
   */
  <R> List<R> callOnBoth(BiFunction<Workflows, Integer, R> call) {
    CountDownLatch begin = new CountDownLatch(1);
    AtomicInteger number = new AtomicInteger();
    List<R> committed = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      for (Node node : List.of(one, two)) {
        callers.add(
            CompletableFuture.runAsync(
                () -> {
                  awaitQuietly(begin);
                  for (int each = 0; each < CALLS / 2 / CALLERS; each++) {
                    callOne(node, number.getAndIncrement(), call, committed);
                  }
                }));
      }
    }
    begin.countDown();
    callers.forEach(CompletableFuture::join);
    assertThat(committed).hasSizeBetween(CALLS / 2 + CALLS_BEFORE_THE_KILL - CALLERS, CALLS);
    return committed;
  }

  private <R> void callOne(
      Node node, int number, BiFunction<Workflows, Integer, R> call, List<R> committed) {
    boolean kills = node == one && node.calls.incrementAndGet() == CALLS_BEFORE_THE_KILL + 1;
    if (kills) {
      kill();
    }
    try {
      committed.add(call.apply(node.workflows, number));
    } catch (RuntimeException e) {
      if (node == two) {
        throw e;
      }
    }
    if (kills) {
      awaitQuietly(one.database().killed());
      two.engine().start(); // if it was stopped
    }
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the node shuts down
    }
  }

  <R> List<RunStatus> ends(List<RunHandle<R>> runs) {
    return runs.stream().map(run -> two.workflows.handle(run.id()).await(LONG)).toList();
  }

  List<RunSummary> with(String workflow, RunStatus status) {
    return two.workflows.list(RunFilter.of(workflow).with(status));
  }

  List<String> results(String workflow) {
    return with(workflow, RunStatus.SUCCEEDED).stream()
        .map(run -> (String) two.workflows.handle(run.id()).result().orElseThrow())
        .toList();
  }
}
