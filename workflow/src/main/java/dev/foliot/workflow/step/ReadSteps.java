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
  private boolean complete = true;

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

  /** Its steps and error handlers, by their names. */
  List<StepMethod> methods() {
    return methods;
  }

  /** The types of the state that the methods name. */
  Set<ResolvableType> states() {
    return states;
  }

  /** Whether it could read all methods, so that the graph is complete. */
  boolean isComplete() {
    return complete;
  }

  private void problem(WrittenMethod method, String text) {
    complete = false;
    note(method, text);
  }

  private void note(WrittenMethod method, String text) {
    String label = method.has(Step.class) ? "Step" : "Error handler";
    String name = method.method().getName();
    problems.add("%s %s of %s %s".formatted(label, name, type.getName(), text));
  }

  private void read(WrittenMethod method) {
    Step step = method.annotation(Step.class).orElse(null);
    CatchError catches = method.annotation(CatchError.class).orElse(null);
    if (step != null && catches != null) {
      problem(method, "has @Step and @CatchError. Keep one of them.");
      return;
    }
    Optional<String> asynchronous =
        AsynchronousHandler.problem(type, method, "the step would count as done");
    if (asynchronous.isPresent()) {
      problem(method, asynchronous.get());
      return;
    }
    Class<?> takes = readParameters(method, catches);
    Optional<List<Class<?>>> gives = readReturnType(method);
    if (takes == null || gives.isEmpty()) {
      return;
    }
    List<Class<?>> given = new ArrayList<>(gives.get());
    given.addAll(step == null ? List.of() : List.of(step.sends()));
    ReflectionUtils.makeAccessible(method.method());
    methods.add(
        new StepMethod(
            method.method(),
            takes,
            given,
            EventClasses.resultInStop(returned(method), type),
            step == null ? List.of() : List.of(step.asks()),
            step == null ? 1 : step.workers(),
            step == null || step.retry().isEmpty() ? null : readRetry(method, step.retry()),
            method.parameterTypes().get(0) == takes,
            catches));
  }

  private @Nullable Class<?> readParameters(WrittenMethod method, @Nullable CatchError catches) {
    List<Class<?>> events = new ArrayList<>();
    int parameters = method.method().getParameterCount();
    for (int i = 0; i < parameters; i++) {
      ResolvableType parameter = ResolvableType.forMethodParameter(method.method(), i, type);
      if (parameter.resolve() == StepContext.class) {
        readState(parameter.getGeneric(0));
      } else {
        events.add(parameter.resolve(Object.class));
      }
    }
    boolean isWrong = parameters > 2 || events.size() != 1;
    if (isWrong || method.isStatic()) {
      problem(method, "takes one event, and perhaps a StepContext. Change its parameters.");
      return null;
    }
    if (catches != null && events.get(0) != StepFailed.class) {
      problem(method, "takes a StepFailed. Change its parameter.");
      return null;
    }
    return events.get(0);
  }

  private void readState(ResolvableType state) {
    if (state.resolve() != null && state.resolve() != Object.class) {
      states.add(state);
    }
  }

  private Optional<List<Class<?>>> readReturnType(WrittenMethod method) {
    ResolvableType returned = returned(method);
    Optional<List<Class<?>>> gives = EventClasses.givenBy(returned);
    if (gives.isEmpty()) {
      problem(
          method,
          "returns %s, which does not name its events. Return a record, a sealed interface, or a List of one."
              .formatted(returned));
    }
    return gives;
  }

  private ResolvableType returned(WrittenMethod method) {
    return ResolvableType.forMethodReturnType(method.method(), type);
  }

  /** Reads the retry policy, without which the graph is complete, too. */
  private @Nullable RetryPolicy readRetry(WrittenMethod method, String name) {
    try {
      if (retryNamed(name) instanceof RetryPolicy found) {
        return found;
      }
      note(
          method,
          "has the retry \"%s\", which is no static field or static method with a RetryPolicy. Add one."
              .formatted(name));
    } catch (RuntimeException e) {
      note(
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
