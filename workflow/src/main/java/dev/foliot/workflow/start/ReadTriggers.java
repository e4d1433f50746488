package dev.foliot.workflow.start;

import dev.foliot.failure.ErrorText;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.expression.Expression;
import dev.foliot.workflow.expression.InvalidExpressionException;
import dev.foliot.workflow.run.RunIds;
import dev.foliot.workflow.run.WorkflowDefinition;
import dev.foliot.workflow.trigger.Batch;
import dev.foliot.workflow.trigger.Trigger;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Reads the triggers of workflows, and notes all mistakes in them. */
final class ReadTriggers {
  private final MessageTypes types;
  private final WiringProblems problems;
  private final Map<Class<?>, List<EventTrigger>> triggers = new LinkedHashMap<>();

  ReadTriggers(MessageTypes types, WiringProblems problems) {
    this.types = types;
    this.problems = problems;
  }

  /** The triggers by the class of the event. */
  Map<Class<?>, List<EventTrigger>> read(List<WorkflowDefinition> workflows) {
    for (WorkflowDefinition workflow : workflows) {
      var all =
          AnnotatedElementUtils.getMergedRepeatableAnnotations(
              workflow.declaredBy(), Trigger.class);
      all.forEach(trigger -> add(workflow, trigger));
      if (!all.isEmpty() && workflow.name().length() > RunIds.MAX_NAME) {
        problem(
            workflow,
            "cannot be part of the ids of runs, because its name has more than %s characters. Give the workflow a shorter name."
                .formatted(RunIds.MAX_NAME));
      }
    }
    return triggers;
  }

  private void add(WorkflowDefinition workflow, Trigger trigger) {
    List<Class<?>> events = eventsOf(trigger.event());
    if (events.isEmpty()) {
      problem(
          workflow,
          "names %s, which is no event. Annotate an event with @DomainEvent."
              .formatted(trigger.event().getName()));
      return;
    }
    EventTrigger compiled = compiled(workflow, trigger);
    events.forEach(
        event -> triggers.computeIfAbsent(event, each -> new ArrayList<>()).add(compiled));
  }

  private List<Class<?>> eventsOf(Class<?> declared) {
    return types.all().stream()
        .filter(type -> type.kind() == MessageKind.EVENT)
        .<Class<?>>map(MessageType::javaType)
        .filter(declared::isAssignableFrom)
        .toList();
  }

  private EventTrigger compiled(WorkflowDefinition workflow, Trigger trigger) {
    Map<String, ResolvableType> variables =
        Map.of(EventTrigger.EVENT, ResolvableType.forClass(trigger.event()));
    Expression condition =
        compile(
            workflow, "condition", trigger.when(), when -> Expression.condition(when, variables));
    Expression input =
        compile(workflow, "input", trigger.input(), given -> Expression.value(given, variables));
    if (input != null) {
      checkInput(workflow, input.type());
    } else if (trigger.input().isEmpty()) {
      checkInput(workflow, ResolvableType.forClass(trigger.event()));
    }
    return new EventTrigger(workflow.name(), condition, input);
  }

  private @Nullable Expression compile(
      WorkflowDefinition workflow,
      String attribute,
      String text,
      Function<String, Expression> compiler) {
    try {
      return text.isEmpty() ? null : compiler.apply(text);
    } catch (InvalidExpressionException e) {
      problem(workflow, "has a wrong %s. %s".formatted(attribute, ErrorText.message(e)));
      return null;
    }
  }

  /** The input is read from JSON, which does not have the name of its class. */
  private void checkInput(WorkflowDefinition workflow, ResolvableType given) {
    ResolvableType input = inputOf(workflow);
    Class<?> givenType = ClassUtils.resolvePrimitiveIfNecessary(given.resolve(Object.class));
    Class<?> inputType = input.resolve(Object.class);
    if (givenType != Object.class && !inputType.isAssignableFrom(givenType)) {
      problem(
          workflow,
          "gives %s to a workflow whose input is %s. Give it another input, such as input = \"event.id\"."
              .formatted(givenType.getName(), inputType.getName()));
    } else if (isAnyOf(inputType)) {
      problem(
          workflow,
          "gives one of several classes to a workflow whose input is %s, and it could not be read back. Give it an input that all of them have, such as input = \"event.id\"."
              .formatted(inputType.getName()));
    }
  }

  /** What one start gives: a batch has the inputs of several starts. */
  private static ResolvableType inputOf(WorkflowDefinition workflow) {
    ResolvableType input = ResolvableType.forType(workflow.body().inputType());
    return workflow.declaredBy().isAnnotationPresent(Batch.class)
        ? input.asCollection().getGeneric(0)
        : input;
  }

  private static boolean isAnyOf(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers())
        && !type.isPrimitive()
        && !type.isArray()
        && !type.getName().startsWith("java.");
  }

  private void problem(WorkflowDefinition workflow, String text) {
    problems.add(
        "A @Trigger of workflow %s (%s) %s"
            .formatted(workflow.name(), workflow.declaredBy().getName(), text));
  }
}
