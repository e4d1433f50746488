package dev.foliot.test.flow;

import dev.foliot.test.workflows.BetweenStatements;
import dev.foliot.test.workflows.CountStatements;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class FlowApplication {
  @Bean
  @ConditionalOnProperty("test.count-statements")
  static BeanPostProcessor countStatements() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource target ? new CountStatements(target) : bean;
      }
    };
  }

  @Bean
  @ConditionalOnProperty("test.killable")
  static BeanPostProcessor killable() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource target ? new KillableDataSource(target) : bean;
      }
    };
  }

  @Bean
  @ConditionalOnProperty("test.between-statements")
  static BeanPostProcessor betweenStatements() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource target ? new BetweenStatements(target) : bean;
      }
    };
  }
}
