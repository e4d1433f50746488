package dev.foliot.test.flow;

import dev.foliot.test.workflows.BetweenStatements;
import dev.foliot.test.workflows.CountStatements;
import dev.foliot.test.workflows.WrapDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class FlowApplication {
  @Bean
  @ConditionalOnProperty("test.count-statements")
  static BeanPostProcessor countStatements() {
    return new WrapDataSource(CountStatements::new);
  }

  @Bean
  @ConditionalOnProperty("test.killable")
  static BeanPostProcessor killable() {
    return new WrapDataSource(KillableDataSource::new);
  }

  @Bean
  @ConditionalOnProperty("test.between-statements")
  static BeanPostProcessor betweenStatements() {
    return new WrapDataSource(BetweenStatements::new);
  }
}
