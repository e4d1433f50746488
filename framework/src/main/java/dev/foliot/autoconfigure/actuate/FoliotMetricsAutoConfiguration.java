package dev.foliot.autoconfigure.actuate;

import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.engine.EngineNode;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageTypes;
import dev.foliot.operation.Subscriptions;
import dev.foliot.outbox.Outbox;
import dev.foliot.process.ProcessDeclarations;
import dev.foliot.process.Processes;
import dev.foliot.rebuild.Rebuilds;
import dev.foliot.time.Background;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Gauges of the engine, of the outbox and of processes, if the application has a registry.
 *
 * @hidden
 */
@AutoConfiguration(
    after = FoliotAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(EngineNode.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@API(status = API.Status.INTERNAL)
public final class FoliotMetricsAutoConfiguration {
  @Bean
  EngineGauges foliotEngineGauges(
      @Qualifier("foliotDiscoverHandlers") Supplier<HandlerRegistry> handlers, EngineNode node) {
    return new EngineGauges(() -> handlers.get().subscriptions(), node::status);
  }

  @Bean
  StalenessGauges foliotStalenessGauges(
      @Qualifier("foliotDiscoverHandlers") Supplier<HandlerRegistry> handlers,
      Subscriptions subscriptions,
      Background background) {
    return new StalenessGauges(
        () -> handlers.get().subscriptions(), subscriptions::staleness, background);
  }

  @Bean
  OutboxGauges foliotOutboxGauges(Outbox outbox, MessageTypes types, Background background) {
    return new OutboxGauges(outbox, types, background);
  }

  @Bean
  ProcessGauges foliotProcessGauges(
      @Qualifier("foliotDiscoverHandlers") Supplier<HandlerRegistry> handlers,
      ProcessDeclarations declarations,
      Processes processes,
      Background background) {
    return new ProcessGauges(
        () -> {
          var unused = handlers.get(); // from then on the declarations are known
          return declarations.watched();
        },
        processes::countStuck,
        background);
  }

  @Bean
  RebuildGauges foliotRebuildGauges(
      @Qualifier("foliotDiscoverHandlers") Supplier<HandlerRegistry> handlers,
      Rebuilds rebuilds,
      Background background) {
    return new RebuildGauges(
        () ->
            handlers.get().subscriptions().stream()
                .flatMap(handler -> handler.projection().stream())
                .map(Class::getName)
                .distinct()
                .toList(),
        rebuilds,
        background);
  }
}
