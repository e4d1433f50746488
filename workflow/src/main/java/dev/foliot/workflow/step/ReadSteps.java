package dev.foliot.workflow.step;

import dev.foliot.failure.ErrorText;
import dev.foliot.handler.AsynchronousHandler;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.WiringProblems;
import dev.foliot.handler.WrittenMethod;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/** Reads the methods of a class, and notes methods that cannot be steps. */
final class ReadSteps {
  private final Class<?> type;
  private final WiringProblems problems;
  private final List<StepMethod> methods = new ArrayList<>();
  private final Set<ResolvableType> states = new LinkedHashSet<>();

  ReadSteps(Class<?> type, WiringProblems problems) {
    this.type = type;
    this.problems = problems;
    WrittenMethod.of(type).stream()
        .filter(method -> method.has(Step.class) || method.has(CatchError.class))
        .sorted(
            Comparator.<WrittenMethod, String>comparing(written -> written.method().getName())
                .thenComparing(written -> written.method().toString()))
        .forEach(this::read);
  }

  /** The steps and error handlers, by their names. */
  List<StepMethod> methods() {
    return methods;
  }

  /** The types of the state that the methods name. */
  Set<ResolvableType> states() {
    return states;
  }

  private void problem(WrittenMethod method, String text) {
    String label = method.has(Step.class) ? "Step" : "Error handler";
    String name = method.method().getName();
    problems.add("%s %s of %s %s".formatted(label, name, type.getName(), text));
  }

  private void read(WrittenMethod method) {
    Optional<Step> step = method.annotation(Step.class);
    Optional<CatchError> catches = method.annotation(CatchError.class);
    List<Class<?>> events = events(method);
    if (step.isPresent() && catches.isPresent()) {
      problem(method, "has @Step and @CatchError. Keep one of them.");
      catches = catches.filter(both -> events.contains(StepFailed.class));
    }
    Class<?> takes = readParameters(method, events, catches.isPresent());
    List<Class<?>> gives = new ArrayList<>(readReturnType(method));
    step.map(Step::sends).map(List::of).ifPresent(gives::addAll);
    ReflectionUtils.makeAccessible(method.method());
    methods.add(
        new StepMethod(
            method.method(),
            takes,
            gives,
            EventClasses.resultInStop(returned(method), type),
            step.map(Step::asks).map(List::<Class<?>>of).orElse(List.of()),
            step.map(Step::workers).orElse(1),
            step.map(Step::retry)
                .filter(name -> !name.isEmpty())
                .map(name -> readRetry(method, name))
                .orElse(null),
            method.parameterTypes().indexOf(takes) == 0,
            catches.orElse(null)));
  }

  /** The classes of its parameters without the {@link StepContext}, whose state is kept. */
  private List<Class<?>> events(WrittenMethod method) {
    List<Class<?>> events = new ArrayList<>();
    int parameters = method.method().getParameterCount();
    for (int i = 0; i < parameters; i++) {
      ResolvableType parameter = ResolvableType.forMethodParameter(method.method(), i, type);
      if (parameter.resolve() == StepContext.class) {
        readState(parameter.getGeneric(0));
      } else if (!AsynchronousHandler.isContinuation(parameter.toClass())) {
        events.add(parameter.resolve(Object.class));
      }
    }
    return events;
  }

  private Class<?> readParameters(
      WrittenMethod method, List<Class<?>> events, boolean isErrorHandler) {
    int contexts = Collections.frequency(method.parameterTypes(), StepContext.class);
    if (events.size() != 1 || contexts > 1 || method.isStatic()) {
      problem(method, "takes one event, and perhaps a StepContext. Change its parameters.");
    } else if (isErrorHandler && events.get(0) != StepFailed.class) {
      problem(method, "takes a StepFailed. Change its parameter.");
    }
    if (isErrorHandler) {
      return StepFailed.class;
    }
    return events.size() == 1 ? events.get(0) : AnyEvent.class;
  }

  private void readState(ResolvableType state) {
    if (state.resolve() != null && state.resolve() != Object.class) {
      states.add(state);
    }
  }

  private List<Class<?>> readReturnType(WrittenMethod method) {
    Optional<String> asynchronous =
        AsynchronousHandler.problem(type, method, "the step would count as done");
    asynchronous.ifPresent(text -> problem(method, text));
    ResolvableType returned = returned(method);
    Optional<List<Class<?>>> gives =
        AsynchronousHandler.isUnfinished(returned.toClass())
            ? Optional.empty()
            : EventClasses.givenBy(returned);
    if (gives.isEmpty() && asynchronous.isEmpty()) {
      problem(
          method,
          "returns %s, which does not name its events. Return a record, a sealed interface, or a List of one."
              .formatted(returned));
    }
    return gives.orElse(List.of(AnyEvent.class));
  }

  private ResolvableType returned(WrittenMethod method) {
    return ResolvableType.forMethodReturnType(method.method(), type);
  }

  private @Nullable RetryPolicy readRetry(WrittenMethod method, String name) {
    try {
      if (retryNamed(name) instanceof RetryPolicy found) {
        return found;
      }
      problem(
          method,
          "has the retry \"%s\", which is not a static field or static method with a RetryPolicy. Add one."
              .formatted(name));
    } catch (RuntimeException e) {
      problem(
          method,
          "has the retry \"%s\", which fails with %s. Let it return a RetryPolicy."
              .formatted(name, ErrorText.of(e)));
    }
    return null;
  }

  private @Nullable Object retryNamed(String name) {
    Field field = ReflectionUtils.findField(type, name);
    Method factory = ReflectionUtils.findMethod(type, name);
    if (field != null && Modifier.isStatic(field.getModifiers())) {
      ReflectionUtils.makeAccessible(field);
      return ReflectionUtils.getField(field, null);
    }
    if (factory != null && Modifier.isStatic(factory.getModifiers())) {
      ReflectionUtils.makeAccessible(factory);
      return ReflectionUtils.invokeMethod(factory, null);
    }
    return null;
  }
}
