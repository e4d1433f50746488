package dev.foliot.workflow.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.time.Background;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.autoconfigure.WorkflowRunner;
import dev.foliot.workflow.run.CountRuns;
import dev.foliot.workflow.run.CountStarts;
import dev.foliot.workflow.trigger.RateLimit;
import dev.foliot.workflow.trigger.Throttle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class StartCountersTests {
  @Workflow(name = "limited")
  @RateLimit(limit = 3, period = "1h")
  @Throttle(limit = 1, period = "1h")
  static class Limited implements DurableFunction<String, String> {
    @Override
    public String run(WorkflowContext ctx, String input) {
      return input;
    }
  }

  private static double starts(MeterRegistry registry, String outcome) {
    return registry
        .get("foliot.workflow.starts")
        .tags("workflow", "limited", "outcome", outcome)
        .functionCounter()
        .count();
  }

  @Test
  void countStartsAndQueuedRuns() {
    WorkflowRunner.withApproval()
        .withBean(Limited.class)
        .run(
            context -> {
              for (int i = 0; i < 5; i++) {
                context.getBean(Workflows.class).start(Limited.class, "in");
              }
              Engine.inTestMode(context.getBean(Domain.class)).run();
              MeterRegistry registry = new SimpleMeterRegistry();
              new StartCounters(
                      context.getBean(CountStarts.class),
                      context.getBean(CountRuns.class),
                      Background.inCallersThread())
                  .bindTo(registry);

              assertThat(starts(registry, "admitted")).isEqualTo(3);
              assertThat(starts(registry, "rate_limit")).isEqualTo(2);
              assertThat(
                      registry.find("foliot.workflow.starts").tag("workflow", "approval").meter())
                  .isNull();
              assertThat(
                      registry
                          .get("foliot.workflow.queued")
                          .tag("workflow", "limited")
                          .gauge()
                          .value())
                  .isEqualTo(2);
            });
  }
}
