package dev.foliot.autoconfigure.actuate;

import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.autoconfigure.FoliotProperties;
import dev.foliot.engine.EngineNode;
import dev.foliot.message.MessageTypes;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxReport;
import dev.foliot.process.ProcessDeclarations;
import dev.foliot.process.Processes;
import dev.foliot.time.Background;
import java.util.Map;
import org.apiguardian.api.API;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The health indicators {@code foliot} and, for a liveness probe, {@code foliotLiveness}, unless
 * {@code management.health.foliot.enabled=false}.
 *
 * @hidden
 */
@AutoConfiguration(after = FoliotAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Engine.class)
@ConditionalOnEnabledHealthIndicator("foliot")
@API(status = API.Status.INTERNAL)
public final class FoliotHealthAutoConfiguration {
  @Bean
  CountInBackground<OutboxReport> foliotOutboxCounts(Outbox outbox, Background background) {
    return new CountInBackground<>(outbox::report, background, System::nanoTime);
  }

  @Bean
  CountInBackground<Map<String, Long>> foliotStuckCounts(
      Processes processes, Background background) {
    return new CountInBackground<>(processes::countStuck, background, System::nanoTime);
  }

  @Bean
  @ConditionalOnMissingBean(name = "foliotHealthIndicator")
  HealthIndicator foliotHealthIndicator(
      Engine engine,
      FoliotProperties properties,
      MessageTypes types,
      CountInBackground<OutboxReport> outbox,
      ProcessDeclarations processes,
      CountInBackground<Map<String, Long>> stuck,
      ObjectProvider<HealthDetail> others) {
    return new EngineHealthIndicator(
        engine::status,
        properties.engine().enabled(),
        () -> types.anyPublished() ? outbox.latest() : null,
        () -> processes.watched().isEmpty() ? null : stuck.latest(),
        others);
  }

  @Bean
  @ConditionalOnMissingBean(name = "foliotLivenessHealthIndicator")
  HealthIndicator foliotLivenessHealthIndicator(EngineNode node) {
    return new EngineLivenessIndicator(node::whyDead);
  }
}
