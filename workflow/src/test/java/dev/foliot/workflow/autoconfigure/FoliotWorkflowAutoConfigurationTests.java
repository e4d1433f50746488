package dev.foliot.workflow.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.eventstore.FoliotSchemaMissingException;
import dev.foliot.eventstore.SchemaInitializer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class FoliotWorkflowAutoConfigurationTests {
  @Test
  void createsTheTablesOfWorkflows() {
    WorkflowRunner.empty()
        .run(
            context ->
                assertThat(
                        new JdbcTemplate(context.getBean(DataSource.class))
                            .queryForList(
                                "select lower(table_name) from information_schema.tables where table_name in ('FOLIOT_RUN', 'FOLIOT_JOURNAL', 'FOLIOT_WAIT', 'FOLIOT_MESSAGE')",
                                String.class))
                    .containsExactlyInAnyOrder(
                        "foliot_run", "foliot_journal", "foliot_wait", "foliot_message"));
  }

  @Test
  void refusesTheStartWithoutThem() {
    DataSource database = new SingleConnectionDataSource("jdbc:h2:mem:", "sa", "", true);
    new SchemaInitializer(database, null).initialize();

    WorkflowRunner.empty()
        .withBean(DataSource.class, () -> database)
        .withPropertyValues("foliot.schema.initialize=never")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(FoliotSchemaMissingException.class)
                    .hasMessageContaining("Table foliot_run is missing")
                    .hasMessageContaining("run dev/foliot/schema/foliot-workflow-h2.sql"));
  }
}
