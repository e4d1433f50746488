package dev.foliot.workflow.step;

import dev.foliot.handler.WiringProblems;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.message.CompleteMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.UntypedParts;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.ResolvableType;

/** The steps of a workflow, and the paths of the events between them. Immutable. */
public final class StepGraph {
  private final Class<?> type;
  private final Map<String, StepMethod> methods;
  private final Type stateType;
  private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();
  private final MessageJson json = new MessageJson(new MessageTypes(List.of()));

  private StepGraph(Class<?> type, List<StepMethod> methods, Type stateType) {
    this.type = type;
    this.stateType = stateType;
    this.methods =
        methods.stream()
            .collect(
                Collectors.toMap(
                    StepMethod::name,
                    Function.identity(),
                    (one, other) -> one,
                    LinkedHashMap::new));
  }

  /**
   * Reads and checks the steps of a class.
   *
   * @throws dev.foliot.handler.WiringException if the steps cannot run; the exception lists all
   *     problems
   */
  public static StepGraph of(Class<?> workflow) {
    WiringProblems problems = new WiringProblems();
    StepGraph graph = read(workflow, problems);
    problems.throwIfAny();
    return graph;
  }

  /** Whether a class has a method with {@link Step}. */
  static boolean isIn(Class<?> workflow) {
    return WrittenMethod.isAnyIn(workflow, List.of(Step.class));
  }

  /** Reads the steps of a class, and notes all problems. */
  static StepGraph read(Class<?> workflow, WiringProblems problems) {
    ReadSteps steps = new ReadSteps(workflow, problems);
    CheckGraph check = new CheckGraph(workflow, steps.methods(), problems);
    check.checkMethods();
    check.checkWays();
    return new StepGraph(workflow, steps.methods(), stateType(workflow, steps.states(), problems));
  }

  private static Type stateType(
      Class<?> workflow, Set<ResolvableType> states, WiringProblems problems) {
    if (states.size() > 1) {
      problems.add(
          "The steps of %s name the states %s. All steps of a workflow share one state; name one type."
              .formatted(
                  workflow.getName(),
                  states.stream().map(ResolvableType::toString).collect(Collectors.joining(", "))));
    }
    for (ResolvableType state : states) {
      checkState(workflow, state, problems);
    }
    return states.stream()
        .findFirst()
        .orElse(ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class))
        .getType();
  }

  private static void checkState(Class<?> workflow, ResolvableType state, WiringProblems problems) {
    if (!StepMemory.canBegin(state.toClass())) {
      problems.add(
          "The state %s of %s has no constructor without parameters, so it has no beginning. Add one."
              .formatted(state, workflow.getName()));
    }
    if (!state.hasGenerics()) {
      CheckGraph.unreadableParts(state.toClass()).forEach(problems::add);
    }
  }

  /** Draws the graph in the language of Mermaid: steps are boxes, and events are arrows. */
  public String toMermaid() {
    return new DrawGraph(List.copyOf(methods.values())).draw();
  }

  Type stateType() {
    return stateType;
  }

  StepMethod method(String name) {
    StepMethod method = methods.get(name);
    if (method == null) {
      throw new IllegalStateException(
          "The run is at step %s, which %s does not have any more. Keep it, or give the workflow a new version."
              .formatted(name, type.getName()));
    }
    return method;
  }

  /**
   * The class of the start event; {@code Object} if it is not known; this is among the problems.
   */
  Class<?> startClass() {
    return methods.values().stream()
        .filter(step -> step.isStart() && !step.takesAny())
        .findFirst()
        .<Class<?>>map(StepMethod::takes)
        .orElse(Object.class);
  }

  /** The names of all steps. */
  Set<String> names() {
    return Collections.unmodifiableSet(methods.keySet());
  }

  /** The names of the steps that take an event. */
  List<String> takersOf(Class<?> event) {
    return methods.values().stream()
        .filter(step -> step.takes(event))
        .map(StepMethod::name)
        .toList();
  }

  /** The error handler of a step: its own one, or the one of all steps. */
  Optional<StepMethod> handlerOf(String step) {
    if (!method(step).isStep()) {
      return Optional.empty();
    }
    return methods.values().stream()
        .filter(each -> each.catches(step))
        .findFirst()
        .or(() -> methods.values().stream().filter(StepMethod::catchesAll).findFirst());
  }

  /** The types of the results that a run may end with. */
  Set<Type> resultTypes() {
    return methods.values().stream()
        .flatMap(StepMethod::results)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The type of the result in the {@link Stop} of a step; any type if the step does not exist any
   * more.
   */
  Type resultInStopOf(String step) {
    StepMethod method = methods.get(step);
    return method == null ? Object.class : method.resultInStop();
  }

  /**
   * Checks that an event is the same when it is read again.
   *
   * @throws dev.foliot.message.MissingComponentException if a required component is null
   * @throws dev.foliot.message.UnstorableMessageException if it is not the same
   */
  void requireReadable(Object event) {
    CompleteMessage.require(event);
    json.requireReadable(event, event.getClass());
  }

  /**
   * Checks that the result in the last event of a run is the same when it is read. Of a result with
   * parts of any class, only the required components are checked.
   *
   * @param step the step that gives the event
   * @throws dev.foliot.message.MissingComponentException if a required component is null
   * @throws dev.foliot.message.UnstorableMessageException if it is not the same
   */
  void requireReadableResult(StepMethod step, StopEvent end) {
    Object result = end instanceof Stop<?> stop ? stop.result() : end;
    Type ofStep = end instanceof Stop ? step.resultInStop() : end.getClass();
    Set<Type> types = resultTypes();
    Type type = types.size() == 1 ? types.iterator().next() : ofStep;
    if (result != null && type != Object.class) {
      CompleteMessage.require(result);
      if (!UntypedParts.areIn(type)) {
        json.requireReadable(result, type);
      }
    }
  }

  /**
   * The class of an event in the journal.
   *
   * @throws UnknownEventClassException if it does not exist
   */
  Class<?> classOf(String name) {
    return classes.computeIfAbsent(name, this::load);
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, type.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw new UnknownEventClassException(name, type, e);
    }
  }
}
