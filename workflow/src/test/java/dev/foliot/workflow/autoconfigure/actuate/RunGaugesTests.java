package dev.foliot.workflow.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.time.Background;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.autoconfigure.Approval;
import dev.foliot.workflow.autoconfigure.WorkflowRunner;
import dev.foliot.workflow.run.CountRuns;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.jdbc.core.JdbcTemplate;

class RunGaugesTests {
  private static double runs(MeterRegistry registry, String status) {
    return registry
        .get("foliot.workflow.runs")
        .tags("workflow", "approval", "status", status)
        .gauge()
        .value();
  }

  @Test
  void countRunsByWorkflowAndStatus() {
    WorkflowRunner.withApproval()
        .run(
            context -> {
              Approval.startAndRun(context, RunOptions.id("r-1"));
              Approval.startAndRun(context, RunOptions.id("r-2"));
              new JdbcTemplate(context.getBean(DataSource.class))
                  .update("update foliot_run set version = 2 where id = 'r-2'");
              MeterRegistry registry = new SimpleMeterRegistry();
              new RunGauges(context.getBean(CountRuns.class), Background.inCallersThread())
                  .bindTo(registry);

              assertThat(runs(registry, "waiting")).isEqualTo(2);
              assertThat(runs(registry, "pending")).isZero();
              assertThat(registry.get("foliot.workflow.without.code").gauge().value()).isOne();
            });
  }

  @Test
  void areThereIfTheApplicationHasARegistry() {
    WorkflowRunner.withApproval()
        .withConfiguration(AutoConfigurations.of(FoliotWorkflowMetricsAutoConfiguration.class))
        .run(context -> assertThat(context).doesNotHaveBean(RunGauges.class));
    WorkflowRunner.withApproval()
        .withConfiguration(AutoConfigurations.of(FoliotWorkflowMetricsAutoConfiguration.class))
        .withBean(SimpleMeterRegistry.class)
        .run(context -> assertThat(context).hasSingleBean(RunGauges.class));
  }
}
