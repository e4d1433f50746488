package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.message.Priority;
import dev.foliot.test.flow.Limited.BothFast;
import dev.foliot.test.flow.Limited.Concurrent;
import dev.foliot.test.flow.Limited.Fast;
import dev.foliot.test.flow.Limited.Gathered;
import dev.foliot.test.flow.Limited.Newest;
import dev.foliot.test.flow.Limited.Once;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.test.flow.Limited.Quiet;
import dev.foliot.test.flow.Limited.Rated;
import dev.foliot.test.flow.Limited.Single;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.WorkflowContext;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on threads take starts of the same keys at the same time; one of them is killed in the
 * middle. Each policy holds, and each start that was committed comes to an end (R60).
 */
class FlowOnThreadsIntegrationTests extends KilledNodeTest {
  private static final Duration PERIOD = Duration.ofMillis(200);

  private final List<String> violations = new CopyOnWriteArrayList<>();

  private List<RunHandle<String>> startOnBoth(Class<? extends Limited> workflow) {
    return callOnBoth((workflows, number) -> workflows.start(workflow, Order.of("c", "o")));
  }

  @Test
  void concurrencyHolds() {
    for (Node node : List.of(one, two)) {
      node.code.body =
          (ctx, order) -> {
            checkPlaces(node, order.customer());
            ctx.step("before", step -> node.code.inStep.run());
            ctx.wait("w", Duration.ofMillis(10));
            checkPlaces(node, order.customer());
            return ctx.step("after", String.class, step -> "end");
          };
    }
    killInAStepOf(() -> one.workflows.start(Concurrent.class, Order.of("c0", "o")));

    List<RunHandle<String>> runs =
        callOnBoth(
            (workflows, number) ->
                workflows.start(Concurrent.class, Order.of("c" + number % 3, "o")));

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThat(violations).isEmpty();
  }

  @Test
  void retriedRunsTakePlaces() {
    for (Node node : List.of(one, two)) {
      node.code.body =
          (ctx, order) -> {
            throw new NonRetriableException("no");
          };
    }
    List<RunHandle<String>> runs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      runs.add(two.workflows.start(Concurrent.class, Order.of("c", "o")));
    }
    assertThat(ends(runs)).containsOnly(RunStatus.FAILED);
    for (Node node : List.of(one, two)) {
      node.code.body =
          (ctx, order) -> {
            checkExecuting(node);
            return ctx.step("s", String.class, step -> "end");
          };
    }

    runs.forEach(run -> two.workflows.retry(run.id()));

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThat(violations).isEmpty();
  }

  private void checkPlaces(Node node, String customer) {
    checkOwned(node, "concurrency_key", customer);
  }

  /** Also the runs that have lost their key. */
  private void checkExecuting(Node node) {
    checkOwned(node, "workflow", "concurrent");
  }

  private void checkOwned(Node node, String column, String value) {
    String sql =
        "select count(*) from foliot_run where %s = ? and owner is not null".formatted(column);
    Integer taken =
        CompletableFuture.supplyAsync(() -> node.jdbc.queryForObject(sql, Integer.class, value))
            .join();
    if (taken > 2) {
      violations.add(taken + " runs with " + column + " " + value);
    }
  }

  @Test
  void throttleHolds() {
    one.code.body = (ctx, order) -> inAStep(ctx, one.code);
    two.code.body = (ctx, order) -> inAStep(ctx, two.code);
    killInAStepOf(() -> one.workflows.start(Fast.class, Order.of("c", "o")));

    List<RunHandle<String>> runs = startOnBoth(Fast.class);

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThrottled("fast");
  }

  private void assertThrottled(String workflow) {
    List<Instant> begun =
        two.workflows.list(RunFilter.of(workflow)).stream()
            .map(RunSummary::startedAt)
            .sorted()
            .toList();
    for (int first = 0; first < begun.size(); first++) {
      for (int last = first + 5; last < begun.size(); last++) {
        Duration least = Duration.ofMillis(20).multipliedBy(last - first - 4);
        assertThat(begun.get(last)).isAfterOrEqualTo(begun.get(first).plus(least));
      }
    }
  }

  private static String inAStep(WorkflowContext ctx, Limited.Code code) {
    ctx.step("s", step -> code.inStep.run());
    return "end";
  }

  @Test
  void throttleAndConcurrencyHoldTogether() {
    for (Node node : List.of(one, two)) {
      node.code.body =
          (ctx, order) -> {
            checkOwned(node, "workflow", "both-fast");
            return inAStep(ctx, node.code);
          };
    }
    killInAStepOf(() -> one.workflows.start(BothFast.class, Order.of("c", "o")));

    List<RunHandle<String>> runs = startOnBoth(BothFast.class);

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThat(violations).isEmpty();
    assertThrottled("both-fast");
  }

  /** The places are taken until all calls are made. */
  @Test
  void primaryRunsLeaveTheQueueFirst() {
    one.code.body = (ctx, order) -> inAStep(ctx, one.code);
    two.code.body = (ctx, order) -> inAStep(ctx, two.code);
    CountDownLatch called = new CountDownLatch(1);
    two.code.inStep = () -> awaitQuietly(called);
    killInAStepOf(
        () -> {
          one.workflows.start(Concurrent.class, Order.of("c", "o"), RunOptions.id("first"));
          one.workflows.start(Concurrent.class, Order.of("c", "o"), RunOptions.id("second"));
          await().atMost(LONG).until(() -> executing() == 2);
        });

    List<RunHandle<String>> runs =
        callOnBoth(
            (workflows, number) ->
                workflows.start(
                    Concurrent.class,
                    Order.of("c", "o"),
                    RunOptions.defaults()
                        .withPriority(number % 2 == 0 ? Priority.BACKFILL : Priority.NORMAL)));
    // A run that is due but not queued may take a free place before the queued ones.
    await().atMost(LONG).until(() -> notQueued() == 2);
    called.countDown();

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThat(begun(1).last()).isBeforeOrEqualTo(begun(2).first());
  }

  private int executing() {
    return one.jdbc.queryForObject(
        "select count(*) from foliot_run where workflow = 'concurrent' and owner is not null",
        Integer.class);
  }

  private int notQueued() {
    return two.jdbc.queryForObject(
        "select count(*) from foliot_run where queue is null", Integer.class);
  }

  /** When the runs of a lane began that had to queue. */
  private TreeSet<Instant> begun(int lane) {
    return two
        .jdbc
        .queryForList(
            "select started_at from foliot_run where lane = ? and id not in ('first', 'second')",
            OffsetDateTime.class,
            lane)
        .stream()
        .map(OffsetDateTime::toInstant)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void rateLimitHolds() {
    one.code.body = (ctx, order) -> inAStep(ctx, one.code);
    killInAStepOf(() -> one.workflows.start(Rated.class, Order.of("c", "o")));
    killInAStart();

    List<RunHandle<String>> runs = startOnBoth(Rated.class);

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED, RunStatus.SKIPPED);
    await().atMost(LONG).until(() -> with("rated", RunStatus.SUCCEEDED).size() == 2);
    assertThat(with("rated", RunStatus.SKIPPED)).hasSize(runs.size() - 1);
  }

  @Test
  void singletonHolds() {
    killInAStart();
    one.code.body = FlowTest::waitAnHour;
    two.code.body = FlowTest::waitAnHour;

    List<RunHandle<String>> runs = startOnBoth(Single.class);

    assertThat(with("single", RunStatus.SKIPPED)).hasSize(runs.size() - 1);
  }

  @Test
  void newestSingletonIsLeft() {
    killInAStart();
    one.code.body = FlowTest::waitAnHour;
    two.code.body = FlowTest::waitAnHour;

    List<RunHandle<String>> runs = startOnBoth(Newest.class);

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
    one.code.body = (ctx, order) -> inAStep(ctx, one.code);
    killInAStepOf(() -> one.workflows.start(Once.class, Order.of("c", "o")));
    killInAStart();

    List<RunHandle<String>> runs = startOnBoth(Once.class);

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED);
    assertThat(runs.stream().map(RunHandle::id).distinct()).hasSize(1);
    assertThat(with("once", RunStatus.SUCCEEDED)).hasSize(1);
    assertThat(with("once", RunStatus.SKIPPED)).hasSize(runs.size());
  }

  @Test
  void debounceHolds() {
    one.code.body = (ctx, order) -> inAStep(ctx, one.code);
    killInAStepOf(() -> one.workflows.start(Quiet.class, Order.of("c", "first")));
    killInAStart();

    Instant begin = Instant.now();
    List<RunHandle<String>> runs = startOnBoth(Quiet.class);
    Duration time = Duration.between(begin, Instant.now());

    assertThat(ends(runs)).containsOnly(RunStatus.SUCCEEDED, RunStatus.SKIPPED);
    // Each run is followed by another one, or is the last one of its burst.
    List<RunSummary> last =
        with("quiet", RunStatus.SUCCEEDED).stream().filter(each -> isOneOf(each, runs)).toList();
    List<String> next =
        with("quiet", RunStatus.SKIPPED).stream().map(run -> nextOf(run.id())).toList();
    assertThat(next).doesNotHaveDuplicates().hasSize(runs.size() - last.size());
    assertThat(runs.stream().map(RunHandle::id)).containsAll(next);
    // A burst is followed by a quiet period.
    assertThat(last).hasSizeLessThanOrEqualTo(1 + (int) time.dividedBy(PERIOD));
  }

  private static boolean isOneOf(RunSummary run, List<RunHandle<String>> runs) {
    return runs.stream().anyMatch(each -> each.id().equals(run.id()));
  }

  private String nextOf(String run) {
    String reason = two.workflows.handle(run).error().orElseThrow().message();
    Matcher named =
        Pattern.compile("Run (\\S+) was started within the debounce period, .*").matcher(reason);
    assertThat(named.matches()).as(reason).isTrue();
    return named.group(1);
  }

  @Test
  void batchesHoldEachElementOnce() {
    killInAStepOf(() -> one.workflows.start(Gathered.class, List.of(Order.of("c", "first"))));
    killInAStart();

    List<String> sent =
        callOnBoth(
            (workflows, number) -> {
              String id = "e-" + number;
              workflows.start(Gathered.class, List.of(Order.of("c", id)));
              return id;
            });

    List<String> received = new ArrayList<>();
    for (RunSummary run : two.workflows.list(RunFilter.of("gathered"))) {
      RunHandle<List<String>> handle = two.workflows.handle(run.id(), Gathered.class);
      assertThat(handle.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(handle.result().orElseThrow()).hasSizeBetween(1, 3);
      received.addAll(handle.result().orElseThrow());
    }
    assertThat(received).doesNotHaveDuplicates().contains("first").containsAll(sent);
    assertThat(received).hasSize(1 + sent.size()); // nothing of a start that was not committed
  }
}
