package dev.foliot.workflow.step;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.StepAttempt;
import dev.foliot.workflow.StepOptions;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.replay.KeyedOperations;
import dev.foliot.workflow.replay.KeyedStep;
import dev.foliot.workflow.step.RunEvent.Given;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the code of a step. Its stored result consists of the events that it returns. */
final class ExecuteStep implements KeyedStep, PayloadCodec {
  private final RunOfSteps run;
  private final Execution execution;
  private final StepMethod method;

  /** The context of the last attempt; null if a stub replaced the attempt. */
  private @Nullable ContextOfStep context;

  ExecuteStep(RunOfSteps run, Execution execution) {
    this.run = run;
    this.execution = execution;
    this.method = run.graph().method(execution.step());
  }

  StepOptions options() {
    return new StepOptions(
        method.retry(), dev.foliot.workflow.StepSemantics.AT_LEAST_ONCE, false, this);
  }

  @Override
  public @Nullable Object run(
      StepAttempt attempt, @Nullable StoredError lastError, Duration elapsed) throws Exception {
    RunError last = lastError == null ? null : new RunError(lastError.type(), lastError.message());
    ContextOfStep own = new ContextOfStep(run, execution, attempt, last, elapsed);
    context = own;
    Object result = call(event(), own);
    own.check();
    own.checkQuestions(events(own, result));
    return result;
  }

  private Object event() {
    RunEvent event = execution.event();
    Object given = run.read(event.given());
    RunEvent.Failure failure = event.failure();
    return failure == null
        ? given
        : new StepFailed(
            failure.step(), failure.error(), failure.attempts(), failure.elapsed(), given);
  }

  private @Nullable Object call(Object event, ContextOfStep own) throws Exception {
    Object[] arguments = {event};
    if (method.method().getParameterCount() == 2) {
      arguments = method.eventFirst() ? new Object[] {event, own} : new Object[] {own, event};
    }
    try {
      return method.method().invoke(run.workflow(), arguments);
    } catch (InvocationTargetException e) {
      throw asException(e.getTargetException());
    }
  }

  private static Exception asException(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (Exception) thrown;
  }

  // ---- what is stored

  @Override
  public String write(@Nullable Object returned) {
    return EventJson.write(events(context, returned).map(this::given).toList());
  }

  private Given given(Object event) {
    if (event instanceof StopEvent end) {
      run.graph().requireReadableResult(method, end);
    }
    return run.given(event);
  }

  /** The events of a step: those that it has sent, then those that it has returned. */
  private static Stream<Object> events(@Nullable ContextOfStep context, @Nullable Object returned) {
    Stream<?> several =
        returned instanceof Collection<?> collection
            ? collection.stream().filter(Objects::nonNull)
            : Stream.ofNullable(returned);
    return Stream.concat(context == null ? Stream.empty() : context.sent().stream(), several);
  }

  @Override
  public @Nullable Object read(String payload, Type type) {
    return null; // it is read in the journal
  }

  @Override
  public void beforeOutcome(boolean ended) {
    KeyedOperations operations = run.operations();
    List<Object> emitted = context == null ? List.of() : context.emitted();
    int attempt = context == null ? 0 : context.attempt();
    for (int i = 0; i < emitted.size(); i++) {
      Given event = run.given(operations.transformed(emitted.get(i)));
      String id = "%s~emit-%s-%s".formatted(execution.id(), attempt, i + 1);
      operations.emit(id, event.type(), event.json());
    }
    if (ended) {
      run.memory().ended(execution);
    }
    run.storeMemory();
    context = null;
  }

  @Override
  public void setAside() {
    ContextOfStep.Asked asked = Objects.requireNonNull(Objects.requireNonNull(context).open());
    Given question = run.given(asked.question());
    run.storeMemory();
    run.operations().emit(asked.id() + "~question", question.type(), question.json());
    run.operations().openEvent(asked.id(), question.simpleName(), asked.answer());
  }
}
