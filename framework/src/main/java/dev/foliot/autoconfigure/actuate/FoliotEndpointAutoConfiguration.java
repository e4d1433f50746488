package dev.foliot.autoconfigure.actuate;

import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.operation.Subscriptions;
import dev.foliot.outbox.Outbox;
import dev.foliot.process.Processes;
import dev.foliot.rebuild.Rebuilds;
import org.apiguardian.api.API;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * The endpoints {@code foliot}, {@code foliotoutbox} and {@code foliotrebuilds}, if the application
 * exposes them.
 *
 * @hidden
 */
@AutoConfiguration(after = FoliotAutoConfiguration.class)
@ConditionalOnClass({WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Subscriptions.class)
@API(status = API.Status.INTERNAL)
public final class FoliotEndpointAutoConfiguration {
  @Bean
  @ConditionalOnAvailableEndpoint(FoliotEndpoint.class)
  FoliotEndpoint foliotEndpoint(Subscriptions subscriptions, Processes processes) {
    return new FoliotEndpoint(subscriptions, processes);
  }

  @Bean
  @ConditionalOnAvailableEndpoint(FoliotOutboxEndpoint.class)
  FoliotOutboxEndpoint foliotOutboxEndpoint(Outbox outbox) {
    return new FoliotOutboxEndpoint(outbox);
  }

  @Bean
  @ConditionalOnAvailableEndpoint(FoliotRebuildsEndpoint.class)
  FoliotRebuildsEndpoint foliotRebuildsEndpoint(Rebuilds rebuilds) {
    return new FoliotRebuildsEndpoint(rebuilds);
  }
}
