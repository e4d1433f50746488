package dev.foliot.autoconfigure.web;

import dev.foliot.autoconfigure.FoliotProperties;
import dev.foliot.consistency.AwaitProjections;
import dev.foliot.unitofwork.Transactions;
import org.apiguardian.api.API;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * The header with the consistency token, where Spring MVC serves requests; or a warning, if it is
 * not enabled although controllers declare their reads.
 *
 * @hidden
 */
@AutoConfiguration(afterName = "dev.foliot.autoconfigure.FoliotAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
@ConditionalOnBean(AwaitProjections.class)
@API(status = API.Status.INTERNAL)
public final class FoliotConsistencyTokenAutoConfiguration {
  private static final String ENABLED = "foliot.web.consistency-token.enabled";

  @Bean
  @ConditionalOnProperty(ENABLED)
  ConsistencyTokens foliotConsistencyTokens(
      AwaitProjections projections, Transactions transactions, FoliotProperties properties) {
    return new ConsistencyTokens(
        projections, transactions, properties.web().consistencyToken().header());
  }

  @Bean
  @ConditionalOnProperty(name = ENABLED, havingValue = "false", matchIfMissing = true)
  @ConditionalOnProperty(
      name = "foliot.event-processing",
      havingValue = "async",
      matchIfMissing = true)
  UnawaitedReads foliotUnawaitedReads(ConfigurableListableBeanFactory beans) {
    return new UnawaitedReads(beans);
  }
}
