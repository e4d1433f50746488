package dev.foliot.test.workflows;

import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Wraps the data source of an application. */
public record WrapDataSource(UnaryOperator<DataSource> wrapper) implements BeanPostProcessor {
  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource target ? wrapper.apply(target) : bean;
  }
}
