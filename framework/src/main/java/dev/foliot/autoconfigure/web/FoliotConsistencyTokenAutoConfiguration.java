package dev.foliot.autoconfigure.web;

import dev.foliot.autoconfigure.FoliotProperties;
import dev.foliot.autoconfigure.OnTrueProperty;
import dev.foliot.consistency.AwaitProjections;
import dev.foliot.unitofwork.Transactions;
import org.apiguardian.api.API;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

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
  static final class OnConsistencyToken extends OnTrueProperty {
    OnConsistencyToken() {
      super("foliot.web.consistency-token.enabled");
    }
  }

  @Bean
  @Conditional(OnConsistencyToken.class)
  ConsistencyTokens foliotConsistencyTokens(
      AwaitProjections projections, Transactions transactions, FoliotProperties properties) {
    return new ConsistencyTokens(
        projections, transactions, properties.web().consistencyToken().header());
  }

  @Bean
  @ConditionalOnMissingBean(ConsistencyTokens.class)
  @ConditionalOnProperty(
      name = "foliot.event-processing",
      havingValue = "async",
      matchIfMissing = true)
  UnawaitedReads foliotUnawaitedReads(ConfigurableListableBeanFactory beans) {
    return new UnawaitedReads(beans);
  }
}
