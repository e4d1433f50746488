package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.postgres.PostgresDatabase;
import dev.foliot.test.postgres.PostgresServer;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** PostgreSQL finds runs among many that wait, on tables that were never analyzed. */
class PostgresRunPlansIntegrationTests {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  /** The simple protocol, where a statement may have parameters that are not bound. */
  private final JdbcTemplate jdbc =
      new JdbcTemplate(
          new DriverManagerDataSource(
              database.jdbcUrl() + "?preferQueryMode=simple",
              database.username(),
              database.password()));

  @Test
  void noStatementReadsAllRuns() {
    try (ConfigurableApplicationContext idle = node("--foliot.engine.enabled=false")) {
      idle.getBean(Workflows.class).start(Scripted.class, "in", RunOptions.id("r-1"));
    }
    try (ConfigurableApplicationContext node = node()) {
      Workflows workflows = node.getBean(Workflows.class);
      node.getBean(Scripted.class).code =
          (ctx, input) -> {
            ctx.step("one", step -> {});
            return ctx.step("two", String.class, step -> "end");
          };
      assertThat(workflows.handle("r-1").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
      List<String> statements =
          ((CountStatements) node.getBean(DataSource.class))
              .matching(sql -> sql.matches("(?s)(insert|select|update|with) .*foliot_run.*"));

      fill();

      assertThat(statements).anyMatch(sql -> sql.startsWith("with orphaned"));
      assertThat(statements)
          .allSatisfy(
              sql ->
                  assertThat(plan(sql))
                      .doesNotContain("Seq Scan on foliot_run", "foliot_run_workflow"));
      assertThatOwnersFindTheirRunsById(statements);
    }
  }

  /** Also when the server knows that few runs have an owner. */
  private void assertThatOwnersFindTheirRunsById(List<String> statements) {
    jdbc.execute("analyze foliot_run");
    assertThat(statements)
        .filteredOn(sql -> sql.contains(" and fence = ?"))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            sql ->
                assertThat(plan(sql))
                    .contains("foliot_run_pkey")
                    .doesNotContain("foliot_run_owner"));
  }

  @Test
  void listReadsNoMoreThanItShows() {
    try (ConfigurableApplicationContext node = node("--foliot.engine.enabled=false")) {
      Workflows workflows = node.getBean(Workflows.class);
      workflows.start(Scripted.class, "in", RunOptions.id("r-1"));
      CountStatements statements = (CountStatements) node.getBean(DataSource.class);
      statements.reset();
      workflows.list(RunFilter.all().limit(5));
      workflows.list(RunFilter.all().limit(5).after("r-1"));

      fill();

      assertThat(statements.matching(sql -> sql.contains("order by created_at")))
          .hasSize(2)
          .allSatisfy(
              sql ->
                  assertThat(plan(sql))
                      .contains("Index Scan Backward using foliot_run_created")
                      .doesNotContain("Sort"));
    }
  }

  @Test
  void eventFindsTheRunsThatItCancelsByTheirKey() {
    try (ConfigurableApplicationContext node = node()) {
      Workflows workflows = node.getBean(Workflows.class);
      workflows.start(Recallable.class, "o-1", RunOptions.id("r-1"));

      workflows.send(new Recallable.Recalled("o-1"));

      assertThat(workflows.handle("r-1").await(LONG)).isEqualTo(RunStatus.CANCELLED);
      List<String> statements =
          ((CountStatements) node.getBean(DataSource.class))
              .matching(sql -> sql.contains("cancel_key = ?"));
      fill();
      assertThat(statements)
          .isNotEmpty()
          .allSatisfy(
              sql ->
                  assertThat(plan(sql))
                      .containsPattern("(?s)(foliot_run_cancel .*){4}")
                      .doesNotContain(
                          "Seq Scan", "Sort", "foliot_run_workflow", "foliot_run_pkey"));
    }
  }

  private ConfigurableApplicationContext node(String... more) {
    List<String> properties = new ArrayList<>(RunDatabase.of(database).properties());
    properties.add("--test.count-statements=true");
    properties.addAll(List.of(more));
    return new SpringApplicationBuilder(WorkflowsApplication.class)
        .web(WebApplicationType.NONE)
        .run(properties.toArray(String[]::new));
  }

  private void fill() {
    jdbc.execute("alter table foliot_run set (autovacuum_enabled = false)");
    jdbc.update(
        """
        insert into foliot_run (id, workflow, version, status, priority, lane, due_at, fence, wakes, invocations, entries,
                                correlation_id, cancel_requested, log_position, created_at)
        select 'w-' || n, workflow, version, 'waiting', priority, lane, now() + interval '1 day', fence, wakes, invocations,
               entries, correlation_id, cancel_requested, log_position, created_at
          from foliot_run, generate_series(1, 20000) n""");
  }

  private String plan(String sql) {
    StringBuilder numbered = new StringBuilder();
    int number = 0;
    for (char each : sql.toCharArray()) {
      numbered.append(each == '?' ? "$" + ++number : String.valueOf(each));
    }
    return String.join("\n", jdbc.queryForList("explain (generic_plan) " + numbered, String.class));
  }
}
