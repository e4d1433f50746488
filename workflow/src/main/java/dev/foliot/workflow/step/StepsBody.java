package dev.foliot.workflow.step;

import dev.foliot.handler.WiringProblems;
import dev.foliot.handler.WrittenMethod;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.replay.InternalEvents;
import dev.foliot.workflow.replay.RunBody;
import dev.foliot.workflow.replay.RunScope;
import dev.foliot.workflow.step.RunEvent.Given;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The code of a workflow of steps.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StepsBody implements RunBody {
  private final @Nullable Object workflow;
  private final StepGraph graph;

  private StepsBody(@Nullable Object workflow, StepGraph graph) {
    this.workflow = workflow;
    this.graph = graph;
  }

  /** Whether a class has steps. */
  public static boolean isIn(Class<?> workflow) {
    return StepGraph.isIn(workflow);
  }

  /**
   * Reads and checks the steps of a workflow.
   *
   * @param workflow the object whose methods run; null if none runs
   * @param type its class
   * @param problems notes all problems
   */
  public static StepsBody of(@Nullable Object workflow, Class<?> type, WiringProblems problems) {
    if (workflow != null) {
      refuseBehindProxy(workflow, type, problems);
    }
    return new StepsBody(workflow, StepGraph.read(type, problems));
  }

  private static void refuseBehindProxy(Object workflow, Class<?> type, WiringProblems problems) {
    for (WrittenMethod method : WrittenMethod.of(type)) {
      if (method.has(Step.class) || method.has(CatchError.class)) {
        method
            .problemBehindProxy(type, workflow)
            .ifPresent(problem -> problems.add("%s %s.".formatted(method, problem)));
      }
    }
  }

  @Override
  public String run(RunScope scope, String input) {
    RunOfSteps run = new RunOfSteps(Objects.requireNonNull(workflow), graph, scope.operations());
    scope.beforeEnd(run::ends);
    return result(run.untilEnd(input));
  }

  @Override
  public InternalEvents internalEvents(String input) {
    return new ReportRun(graph, input);
  }

  @Override
  public List<JournalEntry> journalOfNewRun(RunExport saved, Instant now) {
    return RunSnapshot.journalOfNewRun(saved, now);
  }

  /**
   * Checks that a saved run can continue with these steps.
   *
   * @throws UnknownEventClassException if the class of an event does not exist
   */
  @Override
  public void checkSaved(RunExport saved) {
    RunSnapshot.check(saved, graph);
  }

  /**
   * The JSON of the result. If the steps have several result types, it has the class and the step.
   */
  private String result(Effect.Succeed end) {
    Given stop = end.stop();
    String json =
        stop.type().equals(Stop.class.getName())
            ? EventJson.parse(stop.json()).path("result").toString()
            : stop.json();
    return hasOneResult() ? json : EventJson.write(end, json);
  }

  private boolean hasOneResult() {
    return graph.resultTypes().size() == 1;
  }

  /** The names of the steps. */
  public Set<String> stepNames() {
    return graph.names();
  }

  @Override
  public Type inputType() {
    return graph.startClass();
  }

  /**
   * Checks the start event of a run.
   *
   * @throws IllegalArgumentException if the steps take another class
   */
  @Override
  public void checkInput(@Nullable Object input) {
    if (!graph.startClass().isInstance(input)) {
      throw new IllegalArgumentException(
          "The workflow starts with %s, not with %s."
              .formatted(
                  graph.startClass().getName(),
                  input == null ? "null" : input.getClass().getName()));
    }
  }

  /** The type of the result; {@code Object} if the steps have several result types, or none. */
  public Type resultType() {
    return hasOneResult() ? graph.resultTypes().iterator().next() : Object.class;
  }

  @Override
  public @Nullable Object readResult(PayloadCodec codec, String payload, Type type) {
    if (hasOneResult()) {
      return codec.read(payload, type);
    }
    JsonNode end = EventJson.parse(payload);
    Given result = EventJson.read(end);
    boolean isStop = result.type().equals(Stop.class.getName());
    return codec.read(
        result.json(),
        isStop
            ? graph.resultInStopOf(end.path("step").asString(""))
            : graph.classOf(result.type()));
  }

  /**
   * Whether an emitted event is a {@link Stop} that ends the run, so that the result of the run has
   * its type. The code of a step may emit other ones.
   */
  public static boolean isEnd(JournalEntry emitted) {
    return emitted.operation().equals(RunOfSteps.END)
        && Stop.class.getName().equals(emitted.details().target());
  }

  @Override
  @SuppressWarnings("NullAway") // the result may be null
  public @Nullable Object readEmitted(
      PayloadCodec codec,
      Class<?> type,
      JournalEntry emitted,
      Supplier<? extends @Nullable String> result) {
    String json = isEnd(emitted) ? result.get() : null;
    return json == null
        ? RunBody.super.readEmitted(codec, type, emitted, result)
        : new Stop<>(readResult(codec, json, resultType()));
  }
}
