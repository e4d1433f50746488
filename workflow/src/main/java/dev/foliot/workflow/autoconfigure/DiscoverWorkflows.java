package dev.foliot.workflow.autoconfigure;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.run.WorkflowDefinition;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Finds the workflows among the beans. */
final class DiscoverWorkflows implements Supplier<List<WorkflowDefinition>> {
  private final ConfigurableListableBeanFactory beans;
  private final ObjectProvider<WorkflowDefinition> definitions;
  private final PayloadCodec codec;

  DiscoverWorkflows(
      ConfigurableListableBeanFactory beans,
      ObjectProvider<WorkflowDefinition> definitions,
      PayloadCodec codec) {
    this.beans = beans;
    this.definitions = definitions;
    this.codec = codec;
  }

  @Override
  public List<WorkflowDefinition> get() {
    Stream<WorkflowDefinition> functions =
        Stream.of(beans.getBeanNamesForAnnotation(Workflow.class))
            .map(beans::getBean)
            .filter(DurableFunction.class::isInstance)
            .map(this::definition);
    return Stream.concat(functions, definitions.orderedStream()).toList();
  }

  private WorkflowDefinition definition(Object bean) {
    return WorkflowDefinition.of(
        (DurableFunction<?, ?>) bean, AopUtils.getTargetClass(bean), codec);
  }
}
