package dev.foliot.workflow.autoconfigure.actuate;

import dev.foliot.time.Background;
import dev.foliot.workflow.autoconfigure.FoliotWorkflowAutoConfiguration;
import dev.foliot.workflow.run.CountRuns;
import dev.foliot.workflow.run.CountStarts;
import io.micrometer.core.instrument.MeterRegistry;
import org.apiguardian.api.API;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Gauges of runs, if the application has a registry.
 *
 * @hidden
 */
@AutoConfiguration(
    after = FoliotWorkflowAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(CountRuns.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@API(status = API.Status.INTERNAL)
public final class FoliotWorkflowMetricsAutoConfiguration {
  @Bean
  RunGauges foliotRunGauges(CountRuns runs, Background background) {
    return new RunGauges(runs, background);
  }

  @Bean
  StartCounters foliotStartCounters(CountStarts starts, CountRuns runs, Background background) {
    return new StartCounters(starts, runs, background);
  }
}
