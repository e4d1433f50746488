package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.eventstore.SchemaScript;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables of workflows on both databases. */
class WorkflowTablesIntegrationTests {
  private static final String INSERT_RUN =
      "insert into foliot_run (id, workflow, version, status, priority, lane, fence, wakes, invocations, entries, correlation_id, cancel_requested, log_position, created_at, ended_at) values ('run-1', 'order', 1, ?, 0, 1, 0, 0, 0, 0, '00000000-0000-0000-0000-000000000001', false, 0, current_timestamp, %s)";

  private final DataSource database = TestDatabase.single();
  private final JdbcTemplate jdbc = new JdbcTemplate(database);

  @BeforeEach
  void create() {
    var tables =
        new SchemaInitializer(database, null, List.of(new SchemaScript("foliot-workflow")));
    tables.initialize();
    tables.initialize();
    tables.verify();
  }

  @Test
  void takeARunOfEachStatus() {
    for (String status : List.of("pending", "running", "waiting")) {
      insertRun(status, "null");
      jdbc.update("delete from foliot_run");
    }
    for (String status :
        List.of("succeeded", "failed", "cancelled", "timed_out", "terminated", "skipped")) {
      insertRun(status, "current_timestamp");
      jdbc.update("delete from foliot_run");
    }
  }

  @Test
  void refuseAStatusThatDoesNotExist() {
    refuse("done", "null");
  }

  @Test
  void refuseAnEndWithoutItsTime() {
    refuse("failed", "null");
    refuse("waiting", "current_timestamp");
  }

  @Test
  void areEmptiedBetweenTests() {
    insertRun("pending", "null");
    jdbc.update(
        "insert into foliot_journal (run_id, number, operation, kind, type, invocation, at) values ('run-1', 1, '1', 'step', 'started', 1, current_timestamp)");
    jdbc.update(
        "insert into foliot_wait (id, run_id, operation, kind) values ('c-1', 'run-1', '1', 'callback')");

    jdbc.update("insert into foliot_wait_position values (1, 5)");

    new EmptyTables(database, List.of()).except(List.of());

    for (String table :
        List.of("foliot_run", "foliot_journal", "foliot_wait", "foliot_wait_position")) {
      assertThat(jdbc.queryForObject("select count(*) from " + table, Integer.class))
          .as(table)
          .isZero();
    }
  }

  private void refuse(String status, String endedAt) {
    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> insertRun(status, endedAt));
  }

  private void insertRun(String status, String endedAt) {
    jdbc.update(INSERT_RUN.formatted(endedAt), status);
  }
}
