package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** H2 finds runs among many that have ended, also with a plan from before there were many. */
class H2RunPlansIntegrationTests {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Pattern INDEX = Pattern.compile("/\\* PUBLIC\\.[^*]*");

  @Test
  void eventFindsTheRunsThatItCancelsByTheirKey() {
    try (ConfigurableApplicationContext node = node()) {
      Workflows workflows = node.getBean(Workflows.class);
      workflows.start(Recallable.class, "o-1", RunOptions.id("r-1"));
      workflows.send(new Recallable.Recalled("o-1"));
      assertThat(workflows.handle("r-1").await(LONG)).isEqualTo(RunStatus.CANCELLED);
      CountStatements statements = (CountStatements) node.getBean(DataSource.class);
      String sql = statements.matching(each -> each.contains("cancel_key = ?")).get(0);
      JdbcTemplate jdbc = new JdbcTemplate(statements);

      assertUsesIndex(jdbc, sql);
      fill(jdbc);

      assertUsesIndex(jdbc, sql);
    }
  }

  private static ConfigurableApplicationContext node() {
    List<String> properties = RunDatabase.fresh().properties();
    return new SpringApplicationBuilder(WorkflowsApplication.class)
        .web(WebApplicationType.NONE)
        .properties("test.count-statements=true")
        .run(properties.toArray(String[]::new));
  }

  /** Ended runs with this key, with other ones and with none. */
  private static void fill(JdbcTemplate jdbc) {
    jdbc.update(
        """
        insert into foliot_run (id, workflow, version, status, priority, lane, fence, wakes, invocations, entries, input,
                                correlation_id, cancel_requested, log_position, created_at, ended_at, cancel_key)
        select 'e-' || n.x, workflow, version, 'succeeded', priority, lane, fence, wakes, invocations, entries, input,
               correlation_id, false, log_position, created_at, created_at,
               case mod(n.x, 3) when 0 then cancel_key when 1 then cast(n.x as varchar) end
          from foliot_run, system_range(1, 20000) n""");
  }

  private static void assertUsesIndex(JdbcTemplate jdbc, String sql) {
    assertThat(indexes(jdbc, sql))
        .hasSize(4)
        .allSatisfy(
            index ->
                assertThat(index)
                    .contains("FOLIOT_RUN_CANCEL", "WORKFLOW =", "ENDED_AT IS ", "CANCEL_KEY "));
  }

  private static List<String> indexes(JdbcTemplate jdbc, String sql) {
    Object[] values = sql.chars().filter(each -> each == '?').mapToObj(each -> "x").toArray();
    String plan = jdbc.queryForObject("explain " + sql, String.class, values);
    return INDEX.matcher(plan).results().map(MatchResult::group).toList();
  }
}
