package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs of steps in production, with engines on threads, on one database. */
class StepsOnThreadsIntegrationTests {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final RunDatabase database = RunDatabase.fresh();
  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

  private ConfigurableApplicationContext node() {
    List<String> properties = new ArrayList<>(database.properties());
    properties.add("--foliot.engine.poll-interval=20ms");
    ConfigurableApplicationContext node =
        new SpringApplicationBuilder(WorkflowsApplication.class)
            .web(WebApplicationType.NONE)
            .run(properties.toArray(String[]::new));
    nodes.add(node);
    return node;
  }

  private static RunHandle<Object> start(ConfigurableApplicationContext node, int rules) {
    return node.getBean(Workflows.class)
        .start(
            FraudCheck.class,
            new FraudCheck.OrderPlaced("o-1", 100, rules, 5),
            RunOptions.id("f-1"));
  }

  private static FraudCheck check(ConfigurableApplicationContext node) {
    return node.getBean(FraudCheck.class);
  }

  @AfterEach
  void end() {
    nodes.forEach(ConfigurableApplicationContext::close);
  }

  @Test
  void workersRunAtTheSameTimeUpToTheirNumber() {
    ConfigurableApplicationContext node = node();
    CyclicBarrier three = new CyclicBarrier(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    check(node).inScore =
        () -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          three.await(120, TimeUnit.SECONDS);
          running.decrementAndGet();
        };

    RunHandle<Object> run = start(node, 3);

    assertThat(run.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains(new FraudCheck.Accepted(15));
    assertThat(most).hasValue(3);
  }

  @Test
  void anotherNodeGoesOnAfterADeath() throws Exception {
    ConfigurableApplicationContext one = node();
    CountDownLatch inSteps = new CountDownLatch(3);
    CountDownLatch leave = new CountDownLatch(1);
    check(one).inScore =
        () -> {
          inSteps.countDown();
          leave.await(120, TimeUnit.SECONDS);
        };
    start(one, 3);
    assertThat(inSteps.await(120, TimeUnit.SECONDS)).isTrue();
    // As if the node were dead: the row says so, and it does not know it.
    one.getBean(JdbcTemplate.class).update("update foliot_run set owner = 'node-dead'");

    ConfigurableApplicationContext two = node();
    RunHandle<Object> run = two.getBean(Workflows.class).handle("f-1");
    RunStatus status = run.await(LONG);
    leave.countDown();

    assertThat(status).isEqualTo(RunStatus.SUCCEEDED);
    one.close();
    assertThat(run.result()).contains(new FraudCheck.Accepted(15));
    assertThat(check(two).ran)
        .doesNotContain("begin")
        .contains("score 1 1", "score 2 1", "score 3 1", "sum 1", "sum 2", "sum 3");
  }
}
