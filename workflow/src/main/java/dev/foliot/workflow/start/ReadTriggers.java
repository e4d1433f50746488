package dev.foliot.workflow.start;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.schedule.Schedule;
import dev.foliot.workflow.expression.Expression;
import dev.foliot.workflow.expression.InvalidExpressionException;
import dev.foliot.workflow.expression.RunVariable;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.run.RunIds;
import dev.foliot.workflow.run.WorkflowDefinition;
import dev.foliot.workflow.trigger.Batch;
import dev.foliot.workflow.trigger.CancelOn;
import dev.foliot.workflow.trigger.Debounce;
import dev.foliot.workflow.trigger.OnFailure;
import dev.foliot.workflow.trigger.ScheduledStart;
import dev.foliot.workflow.trigger.Trigger;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Reads the annotations of workflows, and notes all mistakes in them. */
final class ReadTriggers {
  private static final String OTHER_INPUT = "Give it another input, such as input = \"event.id\".";

  private static final String UTC = "UTC";

  /** The same limit as for durations in properties. */
  private static final Duration LONGEST_JITTER = Duration.ofDays(36_500);

  private final List<WorkflowDefinition> workflows;
  private final MessageTypes types;
  private final WiringProblems problems;
  private final EventRules rules = new EventRules();
  private final List<TimeTrigger> times = new ArrayList<>();

  ReadTriggers(List<WorkflowDefinition> workflows, MessageTypes types, WiringProblems problems) {
    this.workflows = workflows;
    this.types = types;
    this.problems = problems;
  }

  /** The declarations of the annotations. */
  record Found(EventRules rules, List<TimeTrigger> times) {}

  Found read() {
    workflows.forEach(each -> new Reader(each).read());
    return new Found(rules, List.copyOf(times));
  }

  /** Reads the annotations of one workflow. */
  private final class Reader {
    private final WorkflowDefinition workflow;
    private final Type input;
    private final Class<?> oneInput;
    private int numberOfTimes;

    Reader(WorkflowDefinition workflow) {
      this.workflow = workflow;
      this.input = workflow.body().inputType();
      this.oneInput = ofOneStart().resolve(Object.class);
    }

    /** The type of the input of one start: a batch has the inputs of several starts. */
    private ResolvableType ofOneStart() {
      ResolvableType whole = ResolvableType.forType(input);
      return has(Batch.class) ? whole.asCollection().getGeneric(0) : whole;
    }

    private boolean has(Class<? extends Annotation> annotation) {
      return AnnotatedElementUtils.hasAnnotation(workflow.declaredBy(), annotation);
    }

    void read() {
      Set<Trigger> triggers = all(Trigger.class);
      triggers.forEach(this::trigger);
      all(CancelOn.class).forEach(this::cancelOn);
      OnFailure onFailure =
          AnnotatedElementUtils.findMergedAnnotation(workflow.declaredBy(), OnFailure.class);
      if (onFailure != null) {
        checkWorkflow(onFailure.value());
      }
      if (!triggers.isEmpty() && workflow.name().length() > RunIds.MAX_NAME) {
        problem(
            Trigger.class,
            "cannot be part of the ids of runs, because its name has more than %s characters. Give the workflow a shorter name."
                .formatted(RunIds.MAX_NAME));
      }
    }

    private <A extends Annotation> Set<A> all(Class<A> annotation) {
      return AnnotatedElementUtils.findMergedRepeatableAnnotations(
          workflow.declaredBy(), annotation);
    }

    private void trigger(Trigger trigger) {
      boolean hasEvent = trigger.event() != void.class;
      boolean hasTimes = !trigger.cron().isEmpty();
      if (hasEvent == hasTimes) {
        problem(
            Trigger.class,
            "has %s. Give it one of them."
                .formatted(
                    hasEvent
                        ? "an event and a cron expression"
                        : "neither an event nor a cron expression"));
      } else if (hasTimes) {
        time(trigger);
      } else {
        event(trigger);
      }
    }

    private void time(Trigger trigger) {
      if (!trigger.when().isEmpty() || !trigger.input().isEmpty()) {
        problem(
            Trigger.class,
            "has a cron expression with a when or an input. Remove them: they are for events.");
      }
      checkInput(
          ResolvableType.forClass(ScheduledStart.class), "Let the input be a ScheduledStart.");
      numberOfTimes++;
      try {
        Duration jitter = jitter(trigger.jitter());
        if (!jitter.isZero() && (has(Debounce.class) || has(Batch.class))) {
          problem(
              Trigger.class,
              "has a jitter, but @Debounce or @Batch decides when its runs are due. Remove the jitter.");
        }
        times.add(
            new TimeTrigger(
                new StartAtTime(workflow.name(), numberOfTimes),
                Schedule.cron(trigger.cron(), trigger.zone()),
                jitter));
      } catch (IllegalArgumentException e) {
        problem(Trigger.class, "has a wrong time. %s".formatted(ErrorText.message(e)));
      }
    }

    private static Duration parsed(String text) {
      try {
        return DurationStyle.detectAndParse(text);
      } catch (IllegalArgumentException e) {
        if (Causes.find(e, ArithmeticException.class).isPresent()) {
          return ChronoUnit.FOREVER.getDuration();
        }
        throw e;
      }
    }

    private static Duration jitter(String text) {
      Duration jitter = text.isEmpty() ? Duration.ZERO : parsed(text);
      if (jitter.isNegative() || jitter.compareTo(LONGEST_JITTER) > 0) {
        throw new IllegalArgumentException(
            "The jitter is from zero to %sd; this one is %s."
                .formatted(LONGEST_JITTER.toDays(), text));
      }
      if (!text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1))) {
        throw new IllegalArgumentException(
            "The jitter has a unit, such as 30s; this one is %s.".formatted(text));
      }
      return jitter;
    }

    private void event(Trigger trigger) {
      if (!trigger.jitter().isEmpty() || !trigger.zone().equals(UTC)) {
        problem(
            Trigger.class,
            "has an event with a zone or a jitter. Remove them: they are for times.");
      }
      Map<String, ResolvableType> event =
          Map.of(EventTrigger.EVENT, ResolvableType.forClass(trigger.event()));
      List<Class<?>> events = eventsOf(Trigger.class, trigger.event());
      Expression condition = compile(Trigger.class, "when", trigger.when(), event);
      Expression given = compile(Trigger.class, "input", trigger.input(), event);
      ResolvableType type = given == null ? ResolvableType.forClass(trigger.event()) : given.type();
      Constructor<?> wrapper = wrapper(type);
      boolean isReadable = given != null || (trigger.input().isEmpty() && !events.isEmpty());
      if (isReadable && wrapper == null) {
        checkInput(type, OTHER_INPUT);
      }
      events.forEach(
          each -> rules.add(each, new EventTrigger(workflow.name(), condition, given, wrapper)));
    }

    /** The constructor of a record with one component, which is made from the input; else null. */
    private @Nullable Constructor<?> wrapper(ResolvableType given) {
      if (!oneInput.isRecord() || oneInput.getRecordComponents().length != 1) {
        return null;
      }
      Class<?> component = oneInput.getRecordComponents()[0].getType();
      Class<?> givenType = boxed(given);
      boolean isWrapper =
          !oneInput.isAssignableFrom(givenType)
              && !isAnyOf(component)
              && boxed(ResolvableType.forClass(component)).isAssignableFrom(givenType);
      return isWrapper ? BeanUtils.getResolvableConstructor(oneInput) : null;
    }

    private static Class<?> boxed(ResolvableType type) {
      return ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
    }

    private void cancelOn(CancelOn cancelOn) {
      Map<String, ResolvableType> eventAndRun =
          Map.of(
              EventTrigger.EVENT,
              ResolvableType.forClass(cancelOn.event()),
              EventCancellation.RUN,
              RunVariable.typeFor(input));
      Expression condition = compile(CancelOn.class, "when", cancelOn.when(), eventAndRun);
      eventsOf(CancelOn.class, cancelOn.event())
          .forEach(each -> rules.add(each, cancellation(condition)));
    }

    /** A run has one key: that of the first condition that has one. */
    private EventCancellation cancellation(@Nullable Expression condition) {
      CancelKey key = CancelKey.in(condition);
      boolean isStored = key != null && rules.isStored(workflow.name(), key);
      return new EventCancellation(workflow.name(), condition, isStored ? key : null);
    }

    private List<Class<?>> eventsOf(Class<?> annotation, Class<?> declared) {
      List<Class<?>> events =
          types.all().stream()
              .filter(type -> type.kind() == MessageKind.EVENT)
              .<Class<?>>map(MessageType::javaType)
              .filter(declared::isAssignableFrom)
              .toList();
      if (events.isEmpty()) {
        problem(
            annotation,
            "names %s, which is not an event. Annotate an event with @DomainEvent."
                .formatted(declared.getName()));
      }
      return events;
    }

    private @Nullable Expression compile(
        Class<?> annotation, String attribute, String text, Map<String, ResolvableType> variables) {
      BiFunction<String, Map<String, ResolvableType>, Expression> compiler =
          attribute.equals("when") ? Expression::condition : Expression::value;
      try {
        return text.isEmpty() ? null : compiler.apply(text, variables);
      } catch (InvalidExpressionException e) {
        problem(annotation, "has a wrong %s. %s".formatted(attribute, ErrorText.message(e)));
        return null;
      }
    }

    /** The input is read from JSON, which does not have the name of its class. */
    private void checkInput(ResolvableType given, String remedy) {
      Class<?> givenType = boxed(given);
      if (givenType != Object.class && !oneInput.isAssignableFrom(givenType)) {
        problem(
            Trigger.class,
            "gives %s to a workflow whose input is %s. %s"
                .formatted(givenType.getName(), oneInput.getName(), remedy));
      }
    }

    private void checkWorkflow(Class<?> named) {
      if (workflows.stream().noneMatch(each -> each.declaredBy() == named)) {
        problem(
            OnFailure.class,
            "names %s, which is not a workflow of this application in its highest version. Annotate it with @Workflow, and make it a bean."
                .formatted(named.getName()));
      }
      Class<?> accepted =
          ResolvableType.forType(FunctionBody.typesOf(named)[0])
              .getGeneric(0)
              .resolve(Object.class);
      Class<?> given = ResolvableType.forType(input).resolve(Object.class);
      if (!accepted.isAssignableFrom(given)) {
        problem(
            OnFailure.class,
            "gives %s to %s, whose input is a FailedRun of %s. Let its input be a FailedRun of the same class."
                .formatted(given.getName(), named.getName(), accepted.getName()));
      }
    }

    private void problem(Class<?> annotation, String text) {
      problems.add(
          "A @%s of workflow %s (%s) %s"
              .formatted(
                  annotation.getSimpleName(),
                  workflow.name(),
                  workflow.declaredBy().getName(),
                  text));
    }
  }

  private static boolean isAnyOf(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers())
        && !type.isPrimitive()
        && !type.isArray()
        && !type.getName().startsWith("java.");
  }
}
