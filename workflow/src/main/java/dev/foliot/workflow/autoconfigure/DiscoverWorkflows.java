package dev.foliot.workflow.autoconfigure;

import dev.foliot.handler.AsynchronousHandler;
import dev.foliot.handler.WiringProblems;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.message.MessageJson;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.run.WorkflowDefinition;
import dev.foliot.workflow.step.StepsBody;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.ReflectionUtils;

/** Finds the workflows among the beans. */
final class DiscoverWorkflows implements Function<WiringProblems, List<WorkflowDefinition>> {
  /** The annotations by name, because an application need not have both. */
  private static final List<String> TRANSACTIONAL =
      List.of(Transactional.class.getName(), "jakarta.transaction.Transactional");

  private final ConfigurableListableBeanFactory beans;
  private final ObjectProvider<WorkflowDefinition> definitions;
  private final MessageJson json;
  private final PayloadCodec codec;

  DiscoverWorkflows(
      ConfigurableListableBeanFactory beans,
      ObjectProvider<WorkflowDefinition> definitions,
      MessageJson json) {
    this.beans = beans;
    this.definitions = definitions;
    this.json = json;
    this.codec = new JsonPayloads(json);
  }

  @Override
  public List<WorkflowDefinition> apply(WiringProblems problems) {
    List<WorkflowDefinition> found = new ArrayList<>();
    for (String name : beans.getBeanNamesForAnnotation(Workflow.class)) {
      Object bean = beans.getBean(name);
      Class<?> type = AopUtils.getTargetClass(bean);
      if (bean instanceof DurableFunction<?, ?> function) {
        refuseTransaction(type, problems);
        refuseOtherThreads(type, problems);
        refuseSteps(type, problems);
        WorkflowDefinition workflow = WorkflowDefinition.of(function, type, codec, json);
        refuseUnreadable("input", workflow.body().inputType(), workflow, problems);
        refuseUnreadable("result", workflow.resultType(), workflow, problems);
        found.add(workflow);
      } else if (StepsBody.isIn(type)) {
        found.add(stepsOf(bean, type, problems));
      } else {
        problems.add(
            "%s is annotated with @Workflow, but is not a DurableFunction and has no @Step: its code would never run. Implement DurableFunction, add steps, or remove @Workflow."
                .formatted(type.getName()));
      }
    }
    definitions.orderedStream().forEach(found::add);
    return found;
  }

  private static WorkflowDefinition stepsOf(Object bean, Class<?> type, WiringProblems problems) {
    Workflow annotation = WorkflowDefinition.annotationOf(type);
    StepsBody steps = StepsBody.of(bean, type, problems);
    return new WorkflowDefinition(
        WorkflowContext.nameOf(type),
        annotation.version(),
        annotation.memo(),
        steps,
        type,
        steps.resultType());
  }

  /**
   * Refuses a transaction around the code: a wait ends the code by an {@code Error}, which would
   * roll the transaction back.
   */
  private static void refuseTransaction(Class<?> type, WiringProblems problems) {
    if (isTransactional(type)) {
      problems.add(
          "Workflow %s (%s) is @Transactional: a wait would roll its writes back. Remove it, and use StepOptions.transactional()."
              .formatted(WorkflowContext.nameOf(type), type.getName()));
    }
  }

  /** The run would end before its code, whose failure would be lost. */
  private static void refuseOtherThreads(Class<?> type, WiringProblems problems) {
    for (WrittenMethod method : WrittenMethod.of(type)) {
      if (isRun(method.method())) {
        AsynchronousHandler.problem(type, method, "the run would count as done")
            .ifPresent(problem -> problems.add("%s %s".formatted(method, problem)));
      }
    }
  }

  private static void refuseSteps(Class<?> type, WiringProblems problems) {
    if (StepsBody.isIn(type)) {
      problems.add(
          "%s is a DurableFunction with @Step methods, which would never be called. Remove @Step, or do not implement DurableFunction."
              .formatted(type.getName()));
    }
  }

  /** A run would fail when its input is read, or a caller when it reads the result. */
  private void refuseUnreadable(
      String value, Type declared, WorkflowDefinition workflow, WiringProblems problems) {
    for (String reason : json.unreadableParts(value, declared)) {
      problems.add(
          "The %s of workflow %s (%s) could be stored, but not read again: %s. Declare a class that can, such as a record, or annotate an interface with @JsonTypeInfo."
              .formatted(value, workflow.name(), workflow.declaredBy().getName(), reason));
    }
  }

  private static boolean isTransactional(Class<?> type) {
    return hasTransaction(type)
        || Stream.of(ReflectionUtils.getAllDeclaredMethods(type))
            .filter(DiscoverWorkflows::isRun)
            .anyMatch(DiscoverWorkflows::hasTransaction);
  }

  private static boolean hasTransaction(AnnotatedElement element) {
    MergedAnnotations all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
    return TRANSACTIONAL.stream().anyMatch(all::isPresent);
  }

  private static boolean isRun(Method method) {
    return method.getName().equals("run")
        && method.getParameterCount() == 2
        && method.getParameterTypes()[0] == WorkflowContext.class;
  }
}
