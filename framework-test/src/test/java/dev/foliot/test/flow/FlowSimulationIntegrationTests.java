package dev.foliot.test.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.Simulation;
import dev.foliot.test.flow.Limited.Batched;
import dev.foliot.test.flow.Limited.Both;
import dev.foliot.test.flow.Limited.Concurrent;
import dev.foliot.test.flow.Limited.Debounced;
import dev.foliot.test.flow.Limited.Newest;
import dev.foliot.test.flow.Limited.Once;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.test.flow.Limited.Rated;
import dev.foliot.test.flow.Limited.Single;
import dev.foliot.test.flow.Limited.Throttled;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Each policy holds for three nodes that crash at any commit, and no run is forgotten (R60). */
class FlowSimulationIntegrationTests extends FlowTest {
  private static final int RUNS = 8;

  @Autowired ApplicationContext application;
  private final List<String> violations = new CopyOnWriteArrayList<>();

  @BeforeEach
  void noViolations() {
    violations.clear();
  }

  private Simulation simulation() {
    return Simulation.of(application).seeds(40).comparing(domain -> statuses());
  }

  private String statuses() {
    return workflows.list(RunFilter.all().limit(1_000)).stream()
        .map(run -> run.id() + " " + run.status())
        .sorted()
        .toList()
        .toString();
  }

  private void startAll(Class<? extends Limited> workflow) {
    for (int i = 0; i < RUNS; i++) {
      start(workflow, "c", "r-" + i);
    }
  }

  private void allSucceeded() {
    assertThat(runs())
        .hasSize(RUNS)
        .allSatisfy(run -> assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED));
  }

  private List<RunSummary> runs() {
    return workflows.list(RunFilter.all());
  }

  /** Notes how many runs have a node, as all nodes see it. */
  private DurableFunction<Order, String> atMost(int limit, DurableFunction<Order, String> body) {
    return (ctx, order) -> {
      int owned =
          CompletableFuture.supplyAsync(
                  () ->
                      jdbc.queryForObject(
                          "select count(*) from foliot_run where owner is not null", Integer.class))
              .join();
      if (owned > limit) {
        violations.add(owned + " runs execute");
      }
      return body.run(ctx, order);
    };
  }

  @Test
  void concurrencyHoldsAndNoRunIsForgotten() {
    code.body =
        atMost(
            2,
            (ctx, order) -> {
              ctx.step("before", step -> {});
              ctx.wait("w", Duration.ofSeconds(1));
              return ctx.step("after", String.class, step -> order.id());
            });

    simulation()
        .run(simulation -> startAll(Concurrent.class))
        .thenAlways(
            domain -> {
              allSucceeded();
              assertThat(violations).isEmpty();
            });
  }

  @Test
  void throttleHoldsAndNoRunIsForgotten() {
    simulation()
        .run(simulation -> startAll(Throttled.class))
        .thenAlways(
            domain -> {
              allSucceeded();
              assertThrottled(10, 2);
            });
  }

  @Test
  void throttleAndConcurrencyHoldTogether() {
    code.body = atMost(1, Limited.Code.DEFAULT);

    simulation()
        .run(simulation -> startAll(Both.class))
        .thenAlways(
            domain -> {
              allSucceeded();
              assertThrottled(10, 1);
              assertThat(violations).isEmpty();
            });
  }

  /** So many begin at once, and then one in each interval. */
  private void assertThrottled(int seconds, int burst) {
    List<Instant> begun = runs().stream().map(RunSummary::startedAt).sorted().toList();
    for (int i = burst; i < begun.size(); i++) {
      assertThat(begun.get(i))
          .as("%s of %s", i, begun)
          .isAfterOrEqualTo(begun.get(i - burst).plusSeconds(seconds));
    }
  }

  @Test
  void singletonHolds() {
    code.body = FlowTest::waitAnHour;

    simulation()
        .run(simulation -> startAll(Single.class))
        .thenAlways(
            domain ->
                assertThat(runs())
                    .hasSize(RUNS)
                    .filteredOn(run -> run.status() != RunStatus.SKIPPED)
                    .singleElement()
                    .satisfies(run -> assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED)));
  }

  @Test
  void newestSingletonIsLeft() {
    code.body = FlowTest::waitAnHour;

    simulation()
        .run(simulation -> startAll(Newest.class))
        .thenAlways(
            domain -> {
              assertThat(runs())
                  .filteredOn(run -> run.status() == RunStatus.CANCELLED)
                  .hasSize(RUNS - 1);
              assertThat(status("r-" + (RUNS - 1))).isEqualTo(RunStatus.SUCCEEDED);
            });
  }

  @Test
  void startPoliciesHold() {
    simulation()
        .run(
            simulation -> {
              startAll(Debounced.class);
              for (int i = 0; i < RUNS; i++) {
                start(Rated.class, "c", "rated-" + i);
                start(Once.class, "c", "same", RunOptions.id("once-" + i));
              }
            })
        .thenAlways(
            domain -> {
              assertThat(succeeded("debounced")).containsExactly("r-" + (RUNS - 1));
              assertThat(succeeded("rated")).containsExactly("rated-0", "rated-1");
              assertThat(succeeded("once")).containsExactly("once-0");
            });
  }

  private List<String> succeeded(String workflow) {
    return workflows.list(RunFilter.of(workflow).with(RunStatus.SUCCEEDED)).stream()
        .map(RunSummary::id)
        .sorted()
        .toList();
  }

  @Test
  void batchesHoldEachElementOnce() {
    simulation()
        .run(
            simulation -> {
              for (int i = 0; i < RUNS; i++) {
                workflows.start(
                    Batched.class, List.of(Order.of("c", "e-" + i)), RunOptions.id("b-" + i));
              }
            })
        .thenAlways(
            domain -> {
              List<String> all = new ArrayList<>();
              for (String id : succeeded("batched")) {
                all.addAll(workflows.handle(id, Batched.class).result().orElseThrow());
              }
              assertThat(all)
                  .containsExactly("e-0", "e-1", "e-2", "e-3", "e-4", "e-5", "e-6", "e-7");
            });
  }
}
