package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Engine;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Applications in production, with engines on threads, on one database. */
class RunsOnThreadsIntegrationTests {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final RunDatabase database = RunDatabase.fresh();
  private final List<Node> nodes = new ArrayList<>();
  private Node one;

  /** An application. */
  private static final class Node {
    final ConfigurableApplicationContext context;
    final Workflows workflows;
    final Scripted scripted;
    final JdbcTemplate jdbc;

    Node(ConfigurableApplicationContext context) {
      this.context = context;
      this.workflows = context.getBean(Workflows.class);
      this.scripted = context.getBean(Scripted.class);
      this.jdbc = context.getBean(JdbcTemplate.class);
    }

    RunHandle<String> start(String id) {
      return workflows.start(Scripted.class, "in", RunOptions.id(id));
    }
  }

  private Node node(String... more) {
    List<String> properties = new ArrayList<>(database.properties());
    properties.add("--foliot.engine.poll-interval=20ms");
    properties.addAll(List.of(more));
    Node node =
        new Node(
            new SpringApplicationBuilder(WorkflowsApplication.class)
                .web(WebApplicationType.NONE)
                .run(properties.toArray(String[]::new)));
    nodes.add(node);
    return node;
  }

  @BeforeEach
  void begin() {
    one = node();
  }

  @AfterEach
  void end() {
    nodes.forEach(each -> each.context.close());
  }

  @Test
  void startedRunGoesOnAtOnce() {
    one.scripted.code = (ctx, input) -> ctx.step("s", String.class, step -> "did " + input);

    RunHandle<String> run = one.start("r-1");

    assertThat(run.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("did in");
    assertThat(one.jdbc.queryForObject("select fence from foliot_run", Long.class)).isOne();
  }

  @Test
  void manyRunsGoOnAtOnce() {
    AtomicInteger steps = new AtomicInteger();
    one.scripted.code =
        (ctx, input) -> {
          ctx.step("s", step -> steps.incrementAndGet());
          ctx.wait("w", Duration.ofMillis(20));
          ctx.step("t", step -> steps.incrementAndGet());
          return "end";
        };
    List<RunHandle<String>> runs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      runs.add(one.start("r-" + i));
    }

    runs.forEach(run -> assertThat(run.await(LONG)).isEqualTo(RunStatus.SUCCEEDED));

    assertThat(steps).hasValue(400);
  }

  @Test
  void stoppedNodeHandsItsRunsOver() throws Exception {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    one.scripted.code =
        (ctx, input) -> {
          ctx.step(
              "first",
              step -> {
                inStep.countDown();
                leave.await(120, TimeUnit.SECONDS);
              });
          return ctx.step("second", String.class, step -> "one");
        };
    RunHandle<String> run = one.start("r-1");
    assertThat(inStep.await(120, TimeUnit.SECONDS)).isTrue();
    Node two = node(Nodes.NO_ENGINE);
    two.scripted.code =
        (ctx, input) -> {
          ctx.step("first", step -> {});
          return ctx.step("second", String.class, step -> "two");
        };
    two.context.getBean(Engine.class).start();

    Thread closing = new Thread(one.context::close);
    closing.start();
    leave.countDown();
    closing.join();

    assertThat(two.workflows.handle("r-1").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.id()).isEqualTo("r-1");
    assertThat(two.workflows.show("r-1").orElseThrow().journal()).hasSize(2);
  }

  @Test
  void nodeLeavesRunsToOthersThatItHasNoThreadsFor() throws Exception {
    one.context.close();
    CountDownLatch inStep = new CountDownLatch(2);
    CountDownLatch leave = new CountDownLatch(1);
    Node busy = node("--foliot.workflow.threads=2");
    busy.scripted.code =
        (ctx, input) -> {
          inStep.countDown();
          leave.await(120, TimeUnit.SECONDS);
          return "busy";
        };
    startTogether(node(Nodes.NO_ENGINE), 20);
    assertThat(inStep.await(120, TimeUnit.SECONDS)).isTrue();

    String owned = "select id from foliot_run where owner is not null";
    List<String> claimed = busy.jdbc.queryForList(owned, String.class);
    Node idle = node();

    assertThat(claimed).hasSize(4);
    for (int i = 0; i < 20; i++) {
      if (!claimed.contains("r-" + i)) {
        assertThat(idle.workflows.handle("r-" + i).await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
      }
    }
    leave.countDown();
    for (String id : claimed) {
      assertThat(idle.workflows.handle(id).await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    }
  }

  private static void startTogether(Node node, int runs) {
    new TransactionTemplate(node.context.getBean(PlatformTransactionManager.class))
        .executeWithoutResult(
            status -> {
              for (int i = 0; i < runs; i++) {
                node.start("r-" + i);
              }
            });
  }

  /** The step of one branch ends when the other branch has waited. */
  @Test
  void branchGoesOnWhileTheStepOfAnotherRuns() {
    CountDownLatch waited = new CountDownLatch(1);
    one.scripted.code =
        (ctx, input) ->
            ctx.parallel(
                    "both",
                    String.class,
                    List.of(
                        Branch.of(
                            "step",
                            own ->
                                own.step(
                                    "s",
                                    String.class,
                                    step -> waited.await(120, TimeUnit.SECONDS) + "")),
                        Branch.of(
                            "wait",
                            own -> {
                              own.wait("w", Duration.ofMillis(20));
                              waited.countDown();
                              return "waited";
                            })))
                .results()
                .toString();

    RunHandle<String> run = one.start("r-1");

    assertThat(run.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("[true, waited]");
  }

  /** The step outlives the lease of its node: another node goes on, and its outcome counts. */
  @Test
  void nodeThatLostARunStoresNothing() throws Exception {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    one.scripted.code =
        (ctx, input) -> {
          ctx.step(
              "s",
              step -> {
                inStep.countDown();
                leave.await(120, TimeUnit.SECONDS);
              });
          return ctx.step("t", String.class, step -> "one");
        };
    one.start("r-1");
    assertThat(inStep.await(120, TimeUnit.SECONDS)).isTrue();
    String owner = one.jdbc.queryForObject("select owner from foliot_run", String.class);
    Node two = node(Nodes.NO_ENGINE);
    two.scripted.code =
        (ctx, input) -> {
          ctx.step("s", step -> {});
          return ctx.step("t", String.class, step -> "two");
        };
    two.context.getBean(Engine.class).start();
    // As if the node were dead: the row says so, and it does not know it.
    one.jdbc.update("update foliot_run set owner = 'node-dead'");
    RunHandle<String> run = two.workflows.handle("r-1", Scripted.class);

    RunStatus status = run.await(LONG);
    leave.countDown();

    assertThat(owner).startsWith("node-");
    assertThat(status).isEqualTo(RunStatus.SUCCEEDED);
    one.context.close();
    assertThat(two.workflows.handle("r-1", Scripted.class).result()).contains("two");
    assertThat(two.workflows.show("r-1").orElseThrow().journal()).hasSize(2);
  }
}
