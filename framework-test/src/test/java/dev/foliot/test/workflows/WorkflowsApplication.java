package dev.foliot.test.workflows;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class WorkflowsApplication {
  @Bean
  @ConditionalOnProperty("test.count-statements")
  static BeanPostProcessor countStatements() {
    return new WrapDataSource(CountStatements::new);
  }

  @Bean
  @ConditionalOnProperty("test.lose-commits")
  static BeanPostProcessor loseCommits() {
    return new WrapDataSource(LoseCommits::new);
  }

  @Bean
  @ConditionalOnProperty("test.between-statements")
  static BeanPostProcessor betweenStatements() {
    return new WrapDataSource(BetweenStatements::new);
  }
}
