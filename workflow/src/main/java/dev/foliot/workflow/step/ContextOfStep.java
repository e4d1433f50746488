package dev.foliot.workflow.step;

import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.StepAttempt;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.replay.SetAside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The context of one attempt of one step. */
final class ContextOfStep implements StepContext<Object> {
  private final RunOfSteps run;
  private final Execution execution;
  private final StepAttempt attempt;
  private final @Nullable RunError lastError;
  private final Duration elapsed;
  private final List<Object> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<Object> emitted = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger linked = new AtomicInteger(); // the highest number of callbackId
  private int asked;
  private volatile @Nullable Asked open;

  /** A question without an answer. */
  record Asked(String id, InputRequired<?> question, EventWait<?> answer) {}

  ContextOfStep(
      RunOfSteps run,
      Execution execution,
      StepAttempt attempt,
      @Nullable RunError lastError,
      Duration elapsed) {
    this.run = run;
    this.execution = execution;
    this.attempt = attempt;
    this.lastError = lastError;
    this.elapsed = elapsed;
  }

  List<Object> sent() {
    return List.copyOf(sent);
  }

  List<Object> emitted() {
    return List.copyOf(emitted);
  }

  /** The question that the step waits for; null if it waits for none. */
  @Nullable Asked open() {
    return open;
  }

  /** Throws the end of the step again, in case the code has caught it. */
  void check() {
    if (open != null) {
      throw new SetAside();
    }
  }

  @Override
  public Object state() {
    check();
    return run.memory().state();
  }

  @Override
  public Object edit(UnaryOperator<Object> change) {
    check();
    return run.memory().edit(change);
  }

  @Override
  public <T> Optional<T> get(String path, Class<T> type) {
    check();
    return run.memory().get(path, type);
  }

  @Override
  public void set(String path, @Nullable Object value) {
    check();
    run.memory().set(path, value);
  }

  @Override
  public void send(Object event) {
    check();
    if (!run.graph().method(execution.step()).maySend(event)) {
      throw new NonRetriableException(
          "Step %s sends %s, which ends the run, but does not declare it. Name it in sends of @Step."
              .formatted(execution.step(), event.getClass().getName()));
    }
    if (event instanceof InputRequired) {
      refuseAfterCallbackId(
          "sends a question",
          "so the id may be that of another question. Send the question first.");
    }
    sent.add(event);
  }

  private void refuseAfterCallbackId(String what, String why) {
    if (linked.get() > 0) {
      throw new NonRetriableException(
          "Step %s %s after it called callbackId, %s".formatted(execution.step(), what, why));
    }
  }

  /** Checks that the step gives the questions whose ids it has used. */
  void checkQuestions(Stream<?> given) {
    long questions = given.filter(InputRequired.class::isInstance).count();
    if (questions < linked.get()) {
      throw new NonRetriableException(
          "Step %1$s used the callback id of question %2$s, but the number of questions that it gave is %3$s. So no callback has this id. Give question %2$s, or do not use its id."
              .formatted(execution.step(), linked, questions));
    }
  }

  @Override
  @SuppressWarnings("unchecked") // of the given class
  public <E> @Nullable List<E> collect(E event, Class<E> type, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("A step collects at least 1 event; count was " + count);
    }
    return (List<E>) collectAll(event, Collections.nCopies(count, type));
  }

  @Override
  public @Nullable List<Object> collectAll(Object event, List<Class<?>> types) {
    check();
    return run.memory().collect(execution, event, types);
  }

  @Override
  public void emit(Object event) {
    check();
    run.requireStorable(event);
    emitted.add(event);
  }

  @Override
  public String callbackId(int question) {
    check();
    if (question < 1) {
      throw new IllegalArgumentException(
          "The questions of a step are counted from 1; the number was " + question);
    }
    linked.accumulateAndGet(question, Math::max);
    RunInfo info = run.operations().info();
    return OperationIds.of(
        info.runId(), info.round(), ReadJournal.questionId(execution.id(), question));
  }

  @Override
  public <E> E ask(InputRequired<?> question, EventWait<E> answer) {
    check();
    refuseAfterCallbackId(
        "calls ask", "but ask opens no callback, and runs the step again. Call ask first.");
    String id = ReadJournal.waitId(execution.id(), ++asked);
    if (!run.hasEnded(id)) {
      run.requireStorable(question);
      open = new Asked(id, question, answer);
      throw new SetAside();
    }
    return run.answer(id, answer);
  }

  @Override
  public int attempt() {
    return attempt.attempt();
  }

  @Override
  public Optional<RunError> lastError() {
    return Optional.ofNullable(lastError);
  }

  @Override
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public String worker() {
    return execution.workerName();
  }

  @Override
  public String idempotencyKey() {
    return attempt.idempotencyKey();
  }

  @Override
  public Logger logger() {
    return attempt.logger();
  }

  @Override
  public RunInfo run() {
    return run.operations().info();
  }
}
