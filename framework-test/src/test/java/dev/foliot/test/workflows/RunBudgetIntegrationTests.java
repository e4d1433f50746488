package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How often the database is asked for a run: what speed is made of. */
class RunBudgetIntegrationTests {
  private static final boolean H2 = System.getProperty("foliot.test.database", "h2").equals("h2");
  private static final Duration LONG = Duration.ofMinutes(2);

  private final RunDatabase database = RunDatabase.fresh();
  private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

  private ConfigurableApplicationContext node(String... more) {
    List<String> properties = new ArrayList<>(database.properties());
    properties.add("--test.count-statements=true");
    properties.addAll(List.of(more));
    ConfigurableApplicationContext node =
        new SpringApplicationBuilder(WorkflowsApplication.class)
            .web(WebApplicationType.NONE)
            .run(properties.toArray(String[]::new));
    nodes.add(node);
    return node;
  }

  @AfterEach
  void end() {
    nodes.forEach(ConfigurableApplicationContext::close);
  }

  private static CountStatements count(ConfigurableApplicationContext node) {
    return (CountStatements) node.getBean(DataSource.class);
  }

  /** The start, and the outcome of each step; the last one with the end of the run. */
  @Test
  void runOfThreeStepsCommitsFourTimes() {
    ConfigurableApplicationContext node = node("--foliot.engine.poll-interval=1m");
    AtomicReference<Thread> thread = new AtomicReference<>();
    node.getBean(Scripted.class).code =
        (ctx, input) -> {
          thread.set(Thread.currentThread());
          ctx.step("one", step -> {});
          ctx.step("two", step -> {});
          return ctx.step("three", String.class, step -> "end");
        };
    Workflows workflows = node.getBean(Workflows.class);
    workflows.start(Scripted.class, "in", RunOptions.id("warm")).await(LONG);
    count(node).reset();

    RunHandle<String> run = workflows.start(Scripted.class, "in", RunOptions.id("r-1"));
    List<String> ofStart = count(node).of(Thread.currentThread());

    assertThat(run.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertCommits(ofStart, 1);
    assertCommits(count(node).of(thread.get()), 3);
  }

  /** On PostgreSQL, each of them is one statement. */
  private static void assertCommits(List<String> statements, int commits) {
    if (H2) {
      assertThat(statements).filteredOn(CountStatements.COMMIT::equals).hasSize(commits);
    } else {
      assertThat(statements).hasSize(commits).doesNotContain(CountStatements.COMMIT);
    }
  }

  @Test
  void startIsOneStatementOfItsCaller() {
    ConfigurableApplicationContext node = node("--foliot.engine.enabled=false");
    Workflows workflows = node.getBean(Workflows.class);
    workflows.start(Scripted.class, "in", RunOptions.id("warm"));
    count(node).reset();

    new TransactionTemplate(node.getBean(PlatformTransactionManager.class))
        .executeWithoutResult(
            status -> workflows.start(Scripted.class, "in", RunOptions.id("r-1")));

    assertThat(count(node).of(Thread.currentThread())).hasSize(2).endsWith(CountStatements.COMMIT);
  }

  @Test
  void claimBringsFiftyRuns() {
    ConfigurableApplicationContext idle = node("--foliot.engine.enabled=false");
    for (int i = 0; i < 120; i++) {
      idle.getBean(Workflows.class).start(Scripted.class, "in", RunOptions.id("r-" + i));
    }
    ConfigurableApplicationContext busy = node("--foliot.workflow.threads=100");
    Workflows workflows = busy.getBean(Workflows.class);
    for (int i = 0; i < 120; i++) {
      assertThat(workflows.handle("r-" + i).await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    }

    int claims = count(busy).matching(RunBudgetIntegrationTests::isClaim).size();

    assertThat(claims).isEqualTo(3);
  }

  /** H2 looks for lost runs first. */
  private static boolean isClaim(String sql) {
    return H2
        ? sql.contains("for update skip locked") && sql.contains("foliot_node")
        : sql.startsWith("with orphaned");
  }
}
