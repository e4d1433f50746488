package dev.foliot.workflow.step;

import dev.foliot.workflow.CallbackOptions;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepFailedException;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.replay.KeyedOperations;
import dev.foliot.workflow.step.RunEvent.Given;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a run: reads the journal, and carries out the decisions of {@link ReduceRun}.
 * Open {@link #untilEnd} first.
 */
final class RunOfSteps {
  /** The id of the operation that puts the event that ends the run on its stream. */
  static final String END = "stop";

  private final Object workflow;
  private final StepGraph graph;
  private final KeyedOperations operations;
  private final ReadJournal journal;
  private final StepMemory memory;
  private final Map<String, JournalEntry> endedWaits = new ConcurrentHashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Set<String> executing = new HashSet<>();
  private StepsState state = StepsState.NEW;
  private Effect.@Nullable Succeed result;
  private int known;

  RunOfSteps(Object workflow, StepGraph graph, KeyedOperations operations) {
    this.workflow = workflow;
    this.graph = graph;
    this.operations = operations;
    this.journal = new ReadJournal(graph);
    this.memory = new StepMemory(graph, operations.codec());
  }

  /** Runs until the run ends; returns its end. */
  Effect.Succeed untilEnd(String input) {
    happened(new Happening.Began(new Given(graph.startClass().getName(), input)));
    operations.entriesAfter(0).forEach(this::restore);
    while (true) {
      // 1. Read the new happenings.
      operations.entriesAfter(known).forEach(this::read);
      // 2. Carry out the effects.
      List<Effect> now = List.copyOf(effects);
      effects.clear();
      now.forEach(this::carryOut);
      if (result != null) {
        return result;
      }
      // 3. Wait for more happenings.
      operations.awaitEntriesAfter(known);
    }
  }

  private void read(JournalEntry entry) {
    known++;
    if (entry.kind() == OperationKind.EVENT && entry.isFinal()) {
      endedWaits.put(entry.operation(), entry);
    }
    journal.read(entry, state).ifPresent(this::happened);
  }

  /**
   * Restores the memory from the journal. Later entries of this invocation come from the memory.
   */
  private void restore(JournalEntry entry) {
    if (entry.kind() == OperationKind.STATE) {
      memory.read(Objects.requireNonNull(entry.payload()));
    }
  }

  private void happened(Happening happening) {
    if (happening instanceof Happening.Waits waits) {
      executing.remove(waits.execution());
      effects.removeIf(effect -> runs(effect, waits.execution()));
    }
    ReduceRun.Next next = ReduceRun.reduce(graph, state, happening);
    state = next.state();
    effects.addAll(next.effects());
  }

  /** Whether a step runs now. A waiting step runs again in the order of the answers. */
  private static boolean runs(Effect effect, String execution) {
    return effect instanceof Effect.Execute execute && execute.execution().id().equals(execution);
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Execute execute) {
      execute(execute.execution().id());
    } else if (effect instanceof Effect.Ask ask) {
      ask(ask);
    } else if (effect instanceof Effect.Succeed succeed) {
      operations.emit(END, succeed.stop().type(), succeed.stop().json());
      result = succeed;
    } else if (effect instanceof Effect.Fail fail) {
      WorkflowFailed failure = fail.failure();
      emit("failed", failure);
      throw new StepFailedException(
          failure.step(), failure.error().type(), failure.error().message());
    }
  }

  /**
   * Executes a step, unless it has ended already or waits: the effects of the journal include such
   * steps, too.
   */
  private void execute(String id) {
    Execution execution = state.running().get(id);
    if (execution != null && !execution.waits() && executing.add(id)) {
      ExecuteStep step = new ExecuteStep(this, execution);
      operations.step(id, execution.step(), step.options(), step);
    }
  }

  private void ask(Effect.Ask ask) {
    Given given = ask.question().given();
    operations.emit(ask.id() + "~question", given.type(), given.json());
    operations.openCallback(ask.id(), given.simpleName(), CallbackOptions.defaults());
  }

  /** The run ends without its steps. */
  void ends(RunStatus status) {
    if (status == RunStatus.TIMED_OUT) {
      Duration timeout = Duration.between(operations.info().startedAt(), operations.now());
      emit(
          "timed-out-" + operations.info().invocation(),
          new WorkflowTimedOut(timeout, state.activeSteps()));
    }
  }

  private void emit(String id, Object event) {
    Given given = given(event);
    operations.emit(id, given.type(), given.json());
  }

  // ---- for the code of a step

  Object workflow() {
    return workflow;
  }

  StepGraph graph() {
    return graph;
  }

  KeyedOperations operations() {
    return operations;
  }

  StepMemory memory() {
    return memory;
  }

  void storeMemory() {
    memory.write().ifPresent(operations::storeState);
  }

  /** Refuses an event that would come back changed from the journal. */
  void requireStorable(Object event) {
    if (!hasValueOfAnyClass(event)) {
      graph.requireReadable(event);
    }
  }

  /** An event in the form of the journal. It is refused if it would come back changed. */
  Given given(Object event) {
    requireStorable(event);
    return new Given(event.getClass().getName(), operations.codec().write(event));
  }

  private static boolean hasValueOfAnyClass(Object event) {
    return event instanceof Stop<?>
        || event instanceof StepFailed
        || event instanceof InternalEvent;
  }

  Object read(Given event) {
    PayloadCodec codec = operations.codec();
    return Objects.requireNonNull(codec.read(event.json(), graph.classOf(event.type())));
  }

  boolean hasEnded(String wait) {
    return endedWaits.containsKey(wait);
  }

  <E> E answer(String wait, EventWait<E> wanted) {
    JournalEntry last = Objects.requireNonNull(endedWaits.get(wait));
    if (last.type() == EntryType.TIMED_OUT) {
      throw new AnswerTimedOutException(
          wanted.eventType().getSimpleName(),
          Objects.requireNonNullElse(wanted.timeout(), Duration.ZERO));
    }
    String payload = Objects.requireNonNull(last.payload());
    return Objects.requireNonNull(
        wanted.eventType().cast(operations.codec().read(payload, wanted.eventType())));
  }
}
