package dev.foliot.workflow.autoconfigure.actuate;

import dev.foliot.engine.LocalNode;
import dev.foliot.time.Background;
import dev.foliot.workflow.autoconfigure.FoliotWorkflowAutoConfiguration;
import dev.foliot.workflow.run.CountRuns;
import org.apiguardian.api.API;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * The detail {@code runs} of the health indicator {@code foliot}.
 *
 * @hidden
 */
@AutoConfiguration(after = FoliotWorkflowAutoConfiguration.class)
@ConditionalOnBean(CountRuns.class)
@API(status = API.Status.INTERNAL)
public final class FoliotWorkflowHealthAutoConfiguration {
  @Bean
  RunHealth foliotRunHealth(CountRuns runs, Background background, LocalNode node) {
    return new RunHealth(runs, background, node.nanoTime());
  }
}
