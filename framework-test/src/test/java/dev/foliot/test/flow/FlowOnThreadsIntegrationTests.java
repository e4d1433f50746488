package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.flow.Limited.Batched;
import dev.foliot.test.flow.Limited.Concurrent;
import dev.foliot.test.flow.Limited.Fast;
import dev.foliot.test.flow.Limited.Newest;
import dev.foliot.test.flow.Limited.Once;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.test.flow.Limited.Quiet;
import dev.foliot.test.flow.Limited.Rated;
import dev.foliot.test.flow.Limited.Single;
import dev.foliot.test.workflows.RunDatabase;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two nodes on threads take starts of the same keys at the same time; one of them is killed in the
 * middle. Each policy holds, and each start that was committed comes to an end (R60).
 */
class FlowOnThreadsIntegrationTests {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int STARTS = 60;

  private final RunDatabase database = RunDatabase.fresh();
  private final AtomicInteger arrived = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private Node one;
  private Node two;

  /** An application. */
  private static final class Node {
    final ConfigurableApplicationContext context;
    final Workflows workflows;
    final Limited.Code code;
    final JdbcTemplate jdbc;

    Node(ConfigurableApplicationContext context) {
      this.context = context;
      this.workflows = context.getBean(Workflows.class);
      this.code = context.getBean(Limited.Code.class);
      this.jdbc = context.getBean(JdbcTemplate.class);
    }

    void kill() {
      ((KillableDataSource) context.getBean(DataSource.class)).kill();
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

  /** Both nodes start runs; the first is killed after half of them. Returns what was committed. */
  private <R> List<R> startOnBoth(Function<Workflows, R> start) {
    CountDownLatch begin = new CountDownLatch(1);
    List<R> started = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (Node node : List.of(one, two, one, two)) {
      callers.add(
          CompletableFuture.runAsync(
              () -> {
                awaitQuietly(begin);
                for (int i = 0; i < STARTS / 4; i++) {
                  startOne(node, start, started);
                }
              }));
    }
    begin.countDown();
    callers.forEach(CompletableFuture::join);
    return started;
  }

  private <R> void startOne(Node node, Function<Workflows, R> start, List<R> started) {
    if (arrived.incrementAndGet() == STARTS / 2) {
      one.kill();
    }
    try {
      started.add(start.apply(node.workflows));
    } catch (RuntimeException e) {
      if (node == two) {
        throw e;
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private <R> List<RunStatus> ends(List<RunHandle<R>> runs) {
    return runs.stream().map(run -> two.workflows.handle(run.id()).await(LONG)).toList();
  }

  private RunHandle<String> start(
      Workflows workflows, Class<? extends Limited> workflow, String customer) {
    return workflows.start(workflow, Order.of(customer, "o"));
  }

  private List<RunSummary> with(String workflow, RunStatus status) {
    return two.workflows.list(RunFilter.of(workflow).with(status));
  }

  @Test
  void concurrencyHolds() {
    for (Node node : List.of(one, two)) {
      node.code.body =
          (ctx, order) -> {
            checkPlaces(node, order.customer());
            ctx.step("before", step -> {});
            ctx.wait("w", Duration.ofMillis(10));
            checkPlaces(node, order.customer());
            return ctx.step("after", String.class, step -> "end");
          };
    }

    List<RunHandle<String>> runs =
        startOnBoth(workflows -> start(workflows, Concurrent.class, "c" + arrived.get() % 3));

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThat(violations).isEmpty();
    assertThat(runs).hasSizeGreaterThan(STARTS / 3);
  }

  private void checkPlaces(Node node, String customer) {
    Integer taken =
        CompletableFuture.supplyAsync(
                () ->
                    node.jdbc.queryForObject(
                        "select count(*) from foliot_run where concurrency_key = ? and owner is not null",
                        Integer.class,
                        customer))
            .join();
    if (taken > 2) {
      violations.add(taken + " runs of " + customer);
    }
  }

  @Test
  void throttleHolds() {
    List<RunHandle<String>> runs = startOnBoth(workflows -> start(workflows, Fast.class, "c"));

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    List<Instant> begun =
        two.workflows.list(RunFilter.of("fast")).stream()
            .map(RunSummary::startedAt)
            .sorted()
            .toList();
    for (int i = 5; i < begun.size(); i++) {
      assertThat(begun.get(i)).isAfterOrEqualTo(begun.get(i - 5).plusMillis(20));
    }
    assertThat(begun).hasSameSizeAs(runs);
  }

  @Test
  void rateLimitHolds() {
    List<RunHandle<String>> runs = startOnBoth(workflows -> start(workflows, Rated.class, "c"));

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED, RunStatus.SKIPPED);
    assertThat(with("rated", RunStatus.SUCCEEDED)).hasSize(2);
    assertThat(with("rated", RunStatus.SKIPPED)).hasSize(runs.size() - 2);
  }

  @Test
  void singletonHolds() {
    one.code.body = FlowTest::waitAnHour;
    two.code.body = FlowTest::waitAnHour;

    List<RunHandle<String>> runs = startOnBoth(workflows -> start(workflows, Single.class, "c"));

    assertThat(with("single", RunStatus.SKIPPED)).hasSize(runs.size() - 1);
  }

  @Test
  void newestSingletonIsLeft() {
    one.code.body = FlowTest::waitAnHour;
    two.code.body = FlowTest::waitAnHour;

    List<RunHandle<String>> runs = startOnBoth(workflows -> start(workflows, Newest.class, "c"));

    String newest =
        two.jdbc.queryForObject(
            "select run_id from foliot_admission where policy = 'singleton'", String.class);
    List<RunHandle<String>> others = runs.stream().filter(run -> !run.id().equals(newest)).toList();
    assertThat(others).hasSize(runs.size() - 1);
    assertThat(ends(others)).containsOnly(RunStatus.CANCELLED);
    assertThat(two.workflows.handle(newest).status().isEnded()).isFalse();
  }

  @Test
  void idempotencyHolds() {
    List<RunHandle<String>> runs = startOnBoth(workflows -> start(workflows, Once.class, "c"));

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThat(runs.stream().map(RunHandle::id).distinct()).hasSize(1);
    assertThat(with("once", RunStatus.SKIPPED)).hasSize(runs.size() - 1);
  }

  @Test
  void debounceHolds() {
    List<RunHandle<String>> runs = startOnBoth(workflows -> start(workflows, Quiet.class, "c"));

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED, RunStatus.SKIPPED);
    String last =
        two.jdbc.queryForObject(
            "select run_id from foliot_admission where policy = 'debounce'", String.class);
    assertThat(two.workflows.handle(last).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(with("quiet", RunStatus.SUCCEEDED).size()).isLessThan(runs.size());
  }

  @Test
  void batchesHoldEachElementOnce() {
    List<String> sent =
        startOnBoth(
            workflows -> {
              String id = "e-" + arrived.get() + "-" + Thread.currentThread().getId();
              workflows.start(Batched.class, List.of(Order.of("c", id)));
              return id;
            });

    List<String> received = new ArrayList<>();
    for (RunSummary run : two.workflows.list(RunFilter.of("batched"))) {
      RunHandle<List<String>> handle = two.workflows.handle(run.id(), Batched.class);
      assertThat(handle.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(handle.result().orElseThrow()).hasSizeBetween(1, 3);
      received.addAll(handle.result().orElseThrow());
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }
}
