package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.BatchOptions;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.context.TestPropertySource;

/** How much is read for runs with many child runs, waits, or siblings. */
@TestPropertySource(properties = "test.count-statements=true")
class ReadBudgetIntegrationTests extends WorkflowTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private CountStatements statements;

  @BeforeEach
  void begin() throws SQLException {
    statements = Objects.requireNonNull(jdbc.getDataSource()).unwrap(CountStatements.class);
  }

  @Test
  void lateChildRunsAreFoundTogether() {
    code(
        (ctx, input) -> {
          ctx.map(
              "children",
              IntStream.range(0, 20).boxed().toList(),
              new ParameterizedTypeReference<String>() {},
              BatchOptions.defaults(),
              (own, item, index) ->
                  own.invoke(
                      "child",
                      "scripted-child",
                      input,
                      ParameterizedTypeReference.forType(String.class),
                      InvokeOptions.timeout(HOUR)));
          return "end";
        });
    child.code = (ctx, input) -> ctx.<String>createCallback("never", String.class).get();
    RunHandle<String> run = start("r-1");
    engine.run();
    statements.reset();
    clock.advance(HOUR);

    engine.run();

    assertThat(run.result()).contains("end");
    assertThat(workflows.list(RunFilter.all().with(RunStatus.CANCELLED))).hasSize(20);
    assertThat(statements.matching(ReadBudgetIntegrationTests::findsARun).size()).isLessThan(100);
  }

  private static boolean findsARun(String sql) {
    return sql.startsWith("select id, workflow") && sql.endsWith("where id = ?");
  }

  @Test
  void onlyFollowersReadEmittedEvents() {
    code(
        (ctx, input) -> {
          ctx.emit("one");
          ctx.step("s", step -> {});
          ctx.emit("two");
          return "end";
        });
    start("r-1");
    Follower follower = Follower.unlimited();
    workflows.follow("r-1", 0).subscribe(follower);
    engine.run();
    assertThat(follower.values).containsExactly("one", "two");
    assertThat(statements.matching(ReadBudgetIntegrationTests::readsAStream)).isNotEmpty();
    start("r-2");
    Follower gone = Follower.unlimited();
    workflows.follow("r-2", 0).subscribe(gone);
    gone.subscription().cancel();
    statements.reset();

    engine.run();

    assertThat(workflows.events("r-2", 0)).hasSize(2);
    assertThat(statements.matching(ReadBudgetIntegrationTests::readsAStream))
        .as("the one of this test")
        .hasSize(1);
  }

  private static boolean readsAStream(String sql) {
    return sql.contains("kind = 'emit'") || sql.contains("max(j.number)");
  }

  @Test
  void answersInTheJournalAreNotReadAgain() {
    code(
        (ctx, input) -> {
          ctx.<String>createCallback("first", String.class).get();
          ctx.wait("w", HOUR);
          return ctx.<String>createCallback("second", String.class).get();
        });
    RunHandle<String> run = start("r-1");
    engine.run();
    workflows.completeCallback("r-1/1", "a");
    engine.run();
    statements.reset();

    clock.advance(HOUR);
    engine.run();
    workflows.completeCallback("r-1/3", "b");
    engine.run();

    assertThat(run.result()).contains("b");
    assertThat(statements.matching(sql -> sql.contains("select operation, outcome")))
        .singleElement()
        .asString()
        .contains("operation in (?)");
  }

  @Test
  void listGoesOnAfterARun() {
    for (int i = 0; i < 5; i++) {
      start("r-" + i);
      clock.advance(Duration.ofSeconds(i % 2));
    }
    engine.runUntilIdle();

    List<String> all = ids(RunFilter.all());
    List<String> pages = new ArrayList<>(ids(RunFilter.all().limit(2)));
    pages.addAll(ids(RunFilter.all().limit(2).after(pages.get(1))));
    pages.addAll(ids(RunFilter.all().limit(2).after(pages.get(3))));

    assertThat(all).containsExactly("r-4", "r-3", "r-2", "r-1", "r-0");
    assertThat(pages).isEqualTo(all);
  }

  private List<String> ids(RunFilter filter) {
    return workflows.list(filter).stream().map(RunSummary::id).toList();
  }
}
