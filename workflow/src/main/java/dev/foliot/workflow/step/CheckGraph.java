package dev.foliot.workflow.step;

import dev.foliot.handler.WiringProblems;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Notes all problems of a graph of steps. */
final class CheckGraph {
  private static final MessageJson JSON = new MessageJson(new MessageTypes(List.of()));

  private final Class<?> type;
  private final List<StepMethod> methods;
  private final WiringProblems problems;

  CheckGraph(Class<?> type, List<StepMethod> methods, WiringProblems problems) {
    this.type = type;
    this.methods = methods;
    this.problems = problems;
  }

  private void problem(Object subject, String text) {
    problems.add("%s of %s %s".formatted(subject, type.getName(), text));
  }

  /** Checks each method by itself. */
  void checkMethods() {
    Map<String, StepMethod> names = new HashMap<>();
    for (StepMethod method : methods) {
      if (names.put(method.name(), method) != null) {
        problem(method, "is declared twice. The name of a step is used once; rename one method.");
      }
      if (method.workers() < 1) {
        problem(method, "has %s workers. Give it at least 1.".formatted(method.workers()));
      }
      if (method.isStep() && StopEvent.class.isAssignableFrom(method.takes())) {
        problem(method, "takes a StopEvent, but the run ends with it. Take another event.");
      }
    }
    checkStops();
    checkResults();
    classes().flatMap(event -> unreadableParts(event).stream()).forEach(problems::add);
    checkHandlers();
  }

  /**
   * Checks the types of {@code Stop}. A result is read by its declared type, so a {@code Stop}
   * without a type takes the type of all others.
   */
  private void checkStops() {
    List<StepMethod> stops =
        methods.stream().filter(each -> each.gives().contains(Stop.class)).toList();
    List<StepMethod> open =
        stops.stream().filter(each -> each.results().anyMatch(Object.class::equals)).toList();
    List<StepMethod> typed = stops.stream().filter(each -> !open.contains(each)).toList();
    if (!open.isEmpty() && !typed.isEmpty()) {
      problem(
          open.get(0),
          "gives a Stop without a declared type, but the result of step %s has one, which would be lost. Return a Stop with a type from both, or end with an event that implements StopEvent."
              .formatted(typed.get(0).name()));
    }
  }

  /** Checks that the result in a {@code Stop} can be read. */
  private void checkResults() {
    for (StepMethod method : methods) {
      if (method.gives().contains(Stop.class)) {
        JSON.unreadableParts("result", method.resultInStop())
            .forEach(
                reason ->
                    problem(
                        method,
                        "gives a Stop whose result could be stored, but not read again: %s. Declare a class that can, such as a record."
                            .formatted(reason)));
      }
    }
  }

  static List<String> unreadableParts(Class<?> stored) {
    return JSON.unreadableParts(stored);
  }

  private Stream<Class<?>> classes() {
    Stream<Class<?>> given =
        methods.stream()
            .flatMap(
                method -> method.gives().stream().flatMap(each -> Stream.of(each, answerOr(each))));
    return Stream.concat(starts().filter(CheckGraph::isOneClass), given)
        .filter(each -> each != Stop.class && each != AnyEvent.class)
        .distinct();
  }

  private void checkHandlers() {
    List<StepMethod> handlers = methods.stream().filter(each -> !each.isStep()).toList();
    List<StepMethod> wildcards = handlers.stream().filter(StepMethod::catchesAll).toList();
    if (wildcards.size() > 1) {
      problem(
          "Error handlers " + names(wildcards),
          "all catch the errors of all steps. Keep one of them.");
    }
    for (StepMethod handler : handlers) {
      checkHandler(handler);
    }
    for (StepMethod step : methods) {
      List<StepMethod> own = handlers.stream().filter(each -> each.catches(step.name())).toList();
      if (own.size() > 1) {
        problem(
            "Error handlers " + names(own),
            "all catch the errors of step %s. Keep one of them.".formatted(step.name()));
      }
    }
  }

  private void checkHandler(StepMethod handler) {
    CatchError catches = Objects.requireNonNull(handler.catches());
    for (String step : catches.steps()) {
      if (methods.stream().noneMatch(each -> each.isStep() && each.name().equals(step))) {
        problem(handler, "names the step \"%s\", which does not exist.".formatted(step));
      }
    }
    if (catches.maxRecoveries() < 1) {
      problem(
          handler,
          "has maxRecoveries %s. Allow at least 1, or remove it."
              .formatted(catches.maxRecoveries()));
    }
  }

  private static String names(List<StepMethod> methods) {
    return methods.stream().map(StepMethod::name).collect(Collectors.joining(", "));
  }

  /** Checks the paths of the events. */
  void checkWays() {
    checkStart();
    if (methods.stream().noneMatch(StepMethod::isStop)) {
      problem("No step", "gives a StopEvent, so no run would end. Return one from a step.");
    }
    methods.stream().filter(StepMethod::isStep).forEach(this::checkProducer);
    methods.forEach(this::checkTakers);
    checkReachable();
    checkDeadEnds();
  }

  private void checkStart() {
    List<Class<?>> starts = starts().toList();
    if (methods.stream().noneMatch(StepMethod::isStart)) {
      problem("No step", "takes a StartEvent, so no run would begin. Let a step take one.");
    } else if (starts.size() > 1 || !starts.stream().allMatch(CheckGraph::isOneClass)) {
      problem(
          "Steps " + names(starting().toList()),
          "take the StartEvents %s. Use one class."
              .formatted(
                  starts.stream().map(Class::getSimpleName).collect(Collectors.joining(", "))));
    }
  }

  private Stream<Class<?>> starts() {
    return starting().<Class<?>>map(StepMethod::takes).distinct();
  }

  private Stream<StepMethod> starting() {
    return methods.stream().filter(StepMethod::isStart).filter(step -> !step.takesAny());
  }

  /** Whether its JSON can be read as this class. A sealed interface stands for several classes. */
  private static boolean isOneClass(Class<?> event) {
    return EventClasses.concrete(event).filter(List.of(event)::equals).isPresent();
  }

  private void checkProducer(StepMethod step) {
    boolean isGiven = step.isStart() || methods.stream().anyMatch(other -> leads(other, step));
    if (!isGiven) {
      boolean isAnswer = HumanResponse.class.isAssignableFrom(step.takes());
      problem(
          step,
          (isAnswer
                  ? "takes %s, but no step asks for it. Return an InputRequired with this answer."
                  : "takes %s, but no step gives it. Return it from a step, or name it in sends.")
              .formatted(step.takes().getSimpleName()));
    }
  }

  private void checkTakers(StepMethod method) {
    for (Class<?> event : method.gives()) {
      boolean needsTaker = event != AnyEvent.class && !StopEvent.class.isAssignableFrom(event);
      Class<?> wanted = answerOr(event);
      if (needsTaker && methods.stream().noneMatch(step -> step.takes(wanted))) {
        problem(
            method,
            "gives %s, but no step takes %s: a dead end. Take it in a step, or do not give it."
                .formatted(event.getSimpleName(), wanted == event ? "it" : wanted.getSimpleName()));
      }
    }
  }

  /** The event that comes after another one: the answer, if it is a question. */
  static Class<?> answerOr(Class<?> event) {
    Class<?> answer =
        InputRequired.class.isAssignableFrom(event) ? EventClasses.answerTo(event) : null;
    return answer == null ? event : answer;
  }

  /** Whether an event goes from one to the other. */
  static boolean leads(StepMethod from, StepMethod to) {
    return from.gives().stream().anyMatch(event -> to.takes(event) || to.takes(answerOr(event)));
  }

  private static boolean fails(StepMethod from, StepMethod to) {
    return from.isStep() && (to.catchesAll() || to.catches(from.name()));
  }

  private void checkReachable() {
    Set<StepMethod> starts =
        methods.stream().filter(StepMethod::isStart).collect(Collectors.toSet());
    Set<StepMethod> reached = spread(starts, (from, to) -> leads(from, to) || fails(from, to));
    for (StepMethod method : methods) {
      boolean hasProducer = methods.stream().anyMatch(other -> leads(other, method));
      if (!starts.isEmpty() && !reached.contains(method) && (hasProducer || !method.isStep())) {
        problem(method, "is not reachable from the StartEvent. Remove it, or lead an event to it.");
      }
    }
  }

  private void checkDeadEnds() {
    Set<StepMethod> stops = methods.stream().filter(StepMethod::isStop).collect(Collectors.toSet());
    Set<StepMethod> ending = spread(stops, (to, from) -> leads(from, to));
    for (StepMethod method : methods) {
      boolean hasTakers = methods.stream().anyMatch(other -> leads(method, other));
      if (!stops.isEmpty() && !ending.contains(method) && hasTakers) {
        problem(method, "is a dead end: no way leads from it to a StopEvent. Add one.");
      }
    }
  }

  private Set<StepMethod> spread(Set<StepMethod> from, BiPredicate<StepMethod, StepMethod> goesOn) {
    Set<StepMethod> found = new LinkedHashSet<>(from);
    Deque<StepMethod> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      StepMethod each = open.remove();
      methods.stream()
          .filter(next -> goesOn.test(each, next) && found.add(next))
          .forEach(open::add);
    }
    return found;
  }
}
