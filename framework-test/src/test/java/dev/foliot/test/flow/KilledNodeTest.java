package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;

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
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two nodes on threads that take calls at the same time. The first one is killed in the middle of
 * its calls: it reaches the database no more.
 */
abstract class KilledNodeTest {
  static final Duration LONG = Duration.ofSeconds(60);
  static final int CALLS = 60;
  private static final int CALLERS = 2;
  private static final int CALLS_BEFORE_THE_KILL = CALLS / 4;

  private final RunDatabase database = RunDatabase.fresh();
  private final CountDownLatch inStep = new CountDownLatch(1);
  private final CountDownLatch killed = new CountDownLatch(1);
  private volatile boolean isKilledInAStep;
  Node one;
  Node two;

  /** An application. */
  static final class Node {
    final ConfigurableApplicationContext context;
    final Workflows workflows;
    final Limited.Code code;
    final JdbcTemplate jdbc;
    private final AtomicInteger calls = new AtomicInteger();

    Node(ConfigurableApplicationContext context) {
      this.context = context;
      this.workflows = context.getBean(Workflows.class);
      this.code = context.getBean(Limited.Code.class);
      this.jdbc = context.getBean(JdbcTemplate.class);
    }
  }

  private Node node() {
    List<String> properties = new ArrayList<>(database.properties());
    properties.add("--foliot.engine.lease=1s");
    properties.add("--foliot.engine.poll-interval=20ms");
    properties.add("--foliot.engine.shutdown-timeout=1s");
    properties.add("--foliot.workflow.threads=4");
    properties.add("--test.killable=true");
    return new Node(
        new SpringApplicationBuilder(FlowApplication.class)
            .web(WebApplicationType.NONE)
            .run(properties.toArray(String[]::new)));
  }

  @BeforeEach
  void begin() {
    one = node();
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
          awaitQuietly(killed);
        };
  }

  /**
   * Lets each step on the second node wait for a step on the first one. Otherwise the second node
   * could execute all runs before the first one claims any. Not for runs that wait for one another:
   * the second node could have all places.
   */
  void letTheFirstNodeBegin() {
    two.code.inStep = () -> awaitQuietly(inStep);
  }

  private void kill() {
    if (isKilledInAStep) {
      awaitQuietly(inStep);
    }
    ((KillableDataSource) one.context.getBean(DataSource.class)).kill();
    killed.countDown();
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
    assertThat(committed).hasSizeBetween(CALLS / 2 + CALLS_BEFORE_THE_KILL - CALLERS, CALLS - 1);
    return committed;
  }

  private <R> void callOne(
      Node node, int number, BiFunction<Workflows, Integer, R> call, List<R> committed) {
    if (node == one && node.calls.incrementAndGet() == CALLS_BEFORE_THE_KILL + 1) {
      kill();
    }
    try {
      committed.add(call.apply(node.workflows, number));
    } catch (RuntimeException e) {
      if (node == two) {
        throw e;
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
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
}
