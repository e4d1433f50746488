package dev.foliot.autoconfigure;

import dev.foliot.engine.Subscriptions;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code foliot}, where the application exposes it. */
@AutoConfiguration(after = FoliotAutoConfiguration.class)
@ConditionalOnClass({WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Subscriptions.class)
@ConditionalOnAvailableEndpoint(FoliotEndpoint.class)
final class FoliotEndpointAutoConfiguration {
  @Bean
  FoliotEndpoint foliotEndpoint(Subscriptions subscriptions) {
    return new FoliotEndpoint(subscriptions);
  }
}
