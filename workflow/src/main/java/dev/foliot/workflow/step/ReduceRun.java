package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.step.Effect.Report;
import dev.foliot.workflow.step.RunEvent.Given;
import dev.foliot.workflow.step.StepStateChanged.State;
import dev.foliot.workflow.step.StepsState.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next state of a run of steps and its effects, as a pure function of the state and a
 * happening. Open {@link #reduce} first.
 */
final class ReduceRun {
  private final StepGraph graph;
  private final Map<String, Execution> running;
  private final Map<String, EventQueue> queued;
  private final Map<String, List<RunEvent>> arrived = new LinkedHashMap<>();
  private final Map<String, Question> questions;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Given> unhandled = new ArrayList<>();
  private int events;
  private boolean ended;

  /**
   * The decision about a run.
   *
   * @param state the next state
   * @param effects its effects, in this order
   */
  record Next(StepsState state, List<Effect> effects) {}

  private ReduceRun(StepGraph graph, StepsState before) {
    this.graph = graph;
    this.running = new LinkedHashMap<>(before.running());
    this.queued = new LinkedHashMap<>(before.queued());
    this.questions = new LinkedHashMap<>(before.questions());
    this.events = before.events();
  }

  /** Returns the next state. A run that has ended stays as it is. */
  static Next reduce(StepGraph graph, StepsState before, Happening happening) {
    return before.ended()
        ? new Next(before, List.of())
        : new ReduceRun(graph, before).next(before.idle(), happening);
  }

  private Next next(boolean wasIdle, Happening happening) {
    // 1. Apply the happening, which may add new events or end the run.
    apply(happening);
    // 2. Let free workers take the events that wait.
    if (!ended) {
      arrived.keySet().forEach(step -> queued.putIfAbsent(step, EventQueue.EMPTY));
      queued.replaceAll(this::dispatch);
      queued.values().removeIf(EventQueue::isEmpty);
    }
    // 3. Report events that no step takes, and whether no step can continue.
    StepsState next = new StepsState(events, running, queued, questions, false, ended);
    boolean idle = next.canOnlyWait();
    unhandled.forEach(event -> report(new UnhandledEvent(event.type(), idle)));
    if (idle && !wasIdle) {
      report(new RunIdle());
    }
    return new Next(next.withIdle(idle), effects);
  }

  private void apply(Happening happening) {
    if (happening instanceof Happening.Began began) {
      publish(began.event(), Map.of(), "");
    } else if (happening instanceof Happening.Succeeded succeeded) {
      succeed(ended(succeeded.execution()), succeeded.events());
    } else if (happening instanceof Happening.AttemptFailed failed) {
      fail(failed);
    } else if (happening instanceof Happening.Waits waits) {
      Execution execution = wait(waits.execution(), true);
      report(execution, State.WAITING, List.of());
    } else if (happening instanceof Happening.GoesOn goesOn) {
      start(wait(goesOn.execution(), false));
    } else if (happening instanceof Happening.Asked asked) {
      questions.computeIfPresent(asked.question(), (id, question) -> question.opened());
    } else if (happening instanceof Happening.Answered answered) {
      Question question = asked(answered.question());
      publish(answered.event(), question.event().recoveries(), question.asking().step());
    } else if (happening instanceof Happening.Unanswered unanswered) {
      Execution asking = asked(unanswered.question()).asking();
      recover(asking, unanswered.error(), unanswered.at());
    }
  }

  // ---- steps

  private void succeed(Execution execution, List<Given> given) {
    report(execution, State.SUCCEEDED, given.stream().map(Given::simpleName).toList());
    int asked = 0;
    for (Given event : given) {
      if (ended) {
        return;
      }
      if (InputRequired.class.isAssignableFrom(graph.classOf(event.type()))) {
        ask(ReadJournal.questionId(execution.id(), ++asked), event, execution);
      } else {
        publish(event, execution.event().recoveries(), execution.step());
      }
    }
  }

  private void fail(Happening.AttemptFailed failed) {
    Execution execution = ended(failed.execution()).failedOnce(failed.startedAt());
    if (failed.last()) {
      report(execution, State.FAILED, List.of());
      recover(execution, failed.error(), failed.at());
    } else {
      running.put(execution.id(), execution);
    }
  }

  /** Hands an error to the handler of the step, if its budget allows it. */
  private void recover(Execution execution, RunError error, Instant at) {
    Instant first = execution.startedAt();
    Duration elapsed = first == null ? Duration.ZERO : Duration.between(first, at);
    RunEvent.Failure failure =
        new RunEvent.Failure(execution.step(), error, execution.attempts(), elapsed);
    RunEvent event = execution.event();
    Optional<StepMethod> handler =
        graph.handlerOf(execution.step()).filter(each -> each.allows(event));
    if (handler.isPresent()) {
      Map<String, Integer> recoveries = new HashMap<>(event.recoveries());
      recoveries.merge(handler.get().name(), 1, Integer::sum);
      enqueue(handler.get().name(), new RunEvent(++events, event.given(), recoveries, failure));
    } else {
      ended = true;
      effects.add(
          new Effect.Fail(new WorkflowFailed(failure.step(), error, failure.attempts(), elapsed)));
    }
  }

  private Execution wait(String id, boolean waits) {
    Execution execution = known(id, running.get(id)).waiting(waits);
    running.put(id, execution);
    return execution;
  }

  private Execution ended(String id) {
    return known(id, running.remove(id));
  }

  private static Execution known(String id, @Nullable Execution execution) {
    if (execution == null) {
      throw new IllegalStateException(
          "The journal has the outcome of %s, but the current steps do not take this event. Let the step take it, or give the workflow a new version."
              .formatted(id));
    }
    return execution;
  }

  private void start(Execution execution) {
    report(execution, State.RUNNING, List.of());
    effects.add(new Effect.Execute(execution));
  }

  // ---- events

  private void publish(Given given, Map<String, Integer> recoveries, String giver) {
    Class<?> type = graph.classOf(given.type());
    RunEvent event = new RunEvent(++events, given, recoveries, null);
    if (StopEvent.class.isAssignableFrom(type)) {
      ended = true;
      effects.add(new Effect.Succeed(given, giver));
      return;
    }
    List<String> takers = graph.takersOf(type);
    takers.forEach(step -> enqueue(step, event));
    if (takers.isEmpty()) {
      unhandled.add(given);
    }
  }

  private void ask(String id, Given given, Execution asking) {
    RunEvent question = new RunEvent(++events, given, asking.event().recoveries(), null);
    questions.put(id, new Question(question, asking, false));
    effects.add(new Effect.Ask(id, question));
  }

  private Question asked(String id) {
    return Objects.requireNonNull(questions.remove(id));
  }

  private void enqueue(String step, RunEvent event) {
    arrived.computeIfAbsent(step, none -> new ArrayList<>()).add(event);
  }

  /** Lets free workers take events; returns the events that are left. */
  private EventQueue dispatch(String step, EventQueue before) {
    EventQueue waiting = before.with(arrived.getOrDefault(step, List.of()));
    if (waiting.isEmpty()) {
      return waiting;
    }
    List<Integer> free = freeWorkers(step);
    int taken = Math.min(free.size(), waiting.size());
    for (int i = 0; i < taken; i++) {
      Execution execution = Execution.of(step, waiting.get(i), free.get(i));
      running.put(execution.id(), execution);
      start(execution);
    }
    return waiting.without(taken);
  }

  private List<Integer> freeWorkers(String step) {
    List<Integer> busy =
        running.values().stream()
            .filter(each -> each.step().equals(step))
            .map(Execution::worker)
            .toList();
    return IntStream.range(0, graph.method(step).workers())
        .boxed()
        .filter(worker -> !busy.contains(worker))
        .toList();
  }

  // ---- reports

  private void report(Execution execution, State state, List<String> outputs) {
    report(
        new StepStateChanged(
            execution.step(),
            execution.workerName(),
            state,
            execution.event().simpleName(),
            outputs));
  }

  private void report(InternalEvent event) {
    effects.add(new Report(event));
  }
}
