package dev.foliot.workflow.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.actuate.HealthDetail;
import dev.foliot.time.Background;
import dev.foliot.time.SteppableClock;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.autoconfigure.Approval;
import dev.foliot.workflow.autoconfigure.WorkflowRunner;
import dev.foliot.workflow.run.CountRuns;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
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

  private static void withTroubles(ContextConsumer<AssertableApplicationContext> test) {
    WorkflowRunner.withApproval()
        .withBean("foliotBackground", Background.class, Background::inCallersThread)
        .withConfiguration(AutoConfigurations.of(FoliotWorkflowHealthAutoConfiguration.class))
        .run(
            context -> {
              Workflows workflows = context.getBean(Workflows.class);
              Approval.startAndRun(context, RunOptions.id("r-1"));
              Approval.startAndRun(context, RunOptions.id("r-2"));
              workflows.start("approval", "late", RunOptions.id("r-3"));
              JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
              jdbc.update(
                  "update foliot_run set status = 'failed', ended_at = created_at, due_at = null where id = 'r-1'");
              context.getBean(SteppableClock.class).advance(Duration.ofMinutes(6));
              test.accept(context);
            });
  }

  @Test
  void countFailedAndStuckRuns() {
    withTroubles(
        context -> {
          MeterRegistry registry = new SimpleMeterRegistry();
          new RunGauges(context.getBean(CountRuns.class), Background.inCallersThread())
              .bindTo(registry);

          assertThat(registry.get("foliot.workflow.failed").gauge().value()).isOne();
          assertThat(registry.get("foliot.workflow.stuck").gauge().value()).isOne();
        });
  }

  @Test
  void healthShowsThem() {
    withTroubles(
        context -> {
          HealthDetail detail = context.getBean(HealthDetail.class);

          assertThat(detail.name()).isEqualTo("runs");
          assertThat(detail.latest()).isEqualTo(new RunHealth.Numbers(1, 0, 1, 0, 1, 1));
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
