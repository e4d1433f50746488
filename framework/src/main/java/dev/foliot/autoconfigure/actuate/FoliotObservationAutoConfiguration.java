package dev.foliot.autoconfigure.actuate;

import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.engine.EngineNode;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.message.Message;
import dev.foliot.message.TraceContext;
import dev.foliot.observation.Observe;
import dev.foliot.outbox.OutboxEntry;
import io.micrometer.observation.ObservationRegistry;
import org.apiguardian.api.API;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * An observation of each command, each delivery and each relayed message, if the application has an
 * {@code ObservationRegistry}.
 *
 * @hidden
 */
@AutoConfiguration(
    after = {FoliotAutoConfiguration.class, FoliotTracingAutoConfiguration.class},
    afterName =
        "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(EngineNode.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
@API(status = API.Status.INTERNAL)
public final class FoliotObservationAutoConfiguration {
  @Bean
  @Order(0)
  Around<Message> foliotObserveCommands(
      ObservationRegistry registry, ObjectProvider<TraceContext> trace) {
    return Observe.commands(registry, trace.getIfAvailable(() -> TraceContext.NONE));
  }

  @Bean
  @Order(0)
  Around<DeliveryAttempt> foliotObserveDeliveries(
      ObservationRegistry registry, ObjectProvider<TraceContext> trace) {
    return Observe.deliveries(registry, trace.getIfAvailable(() -> TraceContext.NONE));
  }

  @Bean
  @Order(0)
  Around<OutboxEntry> foliotObserveRelays(
      ObservationRegistry registry, ObjectProvider<TraceContext> trace) {
    return Observe.relays(registry, trace.getIfAvailable(() -> TraceContext.NONE));
  }
}
