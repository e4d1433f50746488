package dev.foliot.test;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Given;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.InternalEvent;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.step.RunSnapshot;
import dev.foliot.workflow.step.StartEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tests a workflow without Spring, without a database and without waiting. Time is skipped whenever
 * the run waits, but the journal has the times as if the run had waited.
 *
 * <pre>{@code
 * WorkflowResult<Receipt> result =
 *     WorkflowTestRunner.of(new OrderFulfilment(rules, payments))
 *         .on(ReserveStock.class, command -> "r-1")
 *         .stub("pay", failsWith(new IOException()), returns(payment))
 *         .at(ofHours(3), publish(new OrderApproved("o-1")))
 *         .run(new PlaceOrder("o-1", 1_500));
 *
 * assertThat(result).succeeded().hasResult(receipt).ran("reserve", "approval", "pay").inOrder();
 * }</pre>
 *
 * <p>Steps run their code, unless they have a stub. Commands and other workflows need an answer; if
 * one has no answer, the test fails with its name.
 *
 * @param <I> the input of the workflow
 * @param <R> its result
 */
public final class WorkflowTestRunner<I extends @Nullable Object, R extends @Nullable Object> {
  private final Class<?> workflow;
  private final Function<I, VirtualCode> code;
  private final Consumer<RunSnapshot> checkSnapshot;
  private final WorkflowScript script = new WorkflowScript();
  private @Nullable Duration limit;

  private WorkflowTestRunner(
      Class<?> workflow, Function<I, VirtualCode> code, Consumer<RunSnapshot> checkSnapshot) {
    this.workflow = workflow;
    this.code = code;
    this.checkSnapshot = checkSnapshot;
  }

  /** A runner of a workflow. */
  public static <I extends @Nullable Object, R extends @Nullable Object>
      WorkflowTestRunner<I, R> of(DurableFunction<I, R> function) {
    Given.value(function, "WorkflowTestRunner.of", "a workflow");
    return new WorkflowTestRunner<>(
        function.getClass(),
        input -> new VirtualFunction(null, function, input),
        WorkflowTestRunner::refuseSnapshot);
  }

  /**
   * A runner of a workflow of steps.
   *
   * @throws dev.foliot.handler.WiringException if its steps do not fit together; the text lists all
   *     problems
   */
  public static WorkflowTestRunner<StartEvent, Object> of(Object workflow) {
    VirtualSteps steps =
        new VirtualSteps(Given.value(workflow, "WorkflowTestRunner.of", "a workflow"));
    return new WorkflowTestRunner<>(workflow.getClass(), steps::startedBy, steps::check);
  }

  private static void refuseSnapshot(RunSnapshot snapshot) {
    throw new IllegalStateException(
        "The workflow has no steps, so it cannot continue a saved run. Read its file by WorkflowReplay.");
  }

  /**
   * A runner of a workflow that is a lambda.
   *
   * @param input the class of the input: a lambda does not declare it
   */
  @SuppressWarnings("unused") // for the compiler
  public static <I extends @Nullable Object, R extends @Nullable Object>
      WorkflowTestRunner<I, R> of(Class<I> input, DurableFunction<I, R> function) {
    return of(function);
  }

  /** Answers the commands of a class. */
  public <C> WorkflowTestRunner<I, R> on(
      Class<C> command, Function<? super C, ? extends @Nullable Object> answer) {
    Given.value(answer, "runner.on", "an answer to the command");
    script.commands.put(
        Given.value(command, "runner.on", "the class of a command"),
        each -> answer.apply(command.cast(each)));
    return this;
  }

  /** Runs another workflow when it is invoked, by the same clock. */
  public WorkflowTestRunner<I, R> on(DurableFunction<?, ?> workflow) {
    Given.value(workflow, "runner.on", "a workflow");
    return on(VirtualFunction.nameOf(workflow.getClass()), workflow);
  }

  /** Runs another workflow when it is invoked by this name, by the same clock. */
  public WorkflowTestRunner<I, R> on(String name, DurableFunction<?, ?> workflow) {
    script.workflows.put(
        Given.text(name, "runner.on", "the name of a workflow"),
        Given.value(workflow, "runner.on", "a workflow"));
    return this;
  }

  /**
   * Replaces the code of an operation: a step, a command, a check of a condition, a compensation,
   * or the invocation of another workflow. If several operations have the name, each begins with
   * the first entry.
   *
   * @param operation its name or its id
   * @param attempts one entry for each attempt; the test fails if there are more attempts
   */
  public WorkflowTestRunner<I, R> stub(String operation, ScriptedAttempt... attempts) {
    if (attempts.length == 0) {
      throw new IllegalArgumentException(
          "The stub of '%s' has no attempt. Give returns(…) or failsWith(…).".formatted(operation));
    }
    script.stubs.put(
        Given.text(operation, "runner.stub", "the name or id of an operation"), List.of(attempts));
    return this;
  }

  /**
   * Domain events that are in the log before the run starts, at the positions 1, 2 and so on. Only
   * a wait with {@link dev.foliot.workflow.EventWait#afterPosition} finds them.
   */
  public WorkflowTestRunner<I, R> given(Object... events) {
    for (Object event : events) {
      VirtualEvents.checkEvent(Given.value(event, "runner.given", "an event").getClass());
      script.given.add(event);
    }
    return this;
  }

  /**
   * Adds an action from outside. It comes before everything else that is due at the same time or
   * later.
   *
   * @param time zero or more, counted from the start of the run
   * @throws IllegalArgumentException if the time is negative
   */
  public WorkflowTestRunner<I, R> at(Duration time, WorkflowAction... actions) {
    if (Given.value(time, "runner.at", "a duration").isNegative()) {
      throw new IllegalArgumentException(
          "The time of %s is zero or more, counted from the start of the run; it was %s."
              .formatted(List.of(actions), time));
    }
    for (WorkflowAction action : actions) {
      script.actions.add(new WorkflowScript.Timed(time, action));
    }
    return this;
  }

  /** When the run starts; {@link TestClock#START} if it is not given. */
  public WorkflowTestRunner<I, R> startsAt(Instant start) {
    script.start = Given.value(start, "runner.startsAt", "an instant");
    return this;
  }

  /** Whether {@link #run} skips time while the run waits; true if it is not given. */
  public WorkflowTestRunner<I, R> skipTime(boolean skips) {
    script.skipsTime = skips;
    return this;
  }

  /** Sets the maximum real time of {@link #run}, which then uses another thread. */
  public WorkflowTestRunner<I, R> limit(Duration realTime) {
    limit = Given.value(realTime, "runner.limit", "a duration");
    return this;
  }

  /** How long the run may take, by the clock of the test; no limit if it is not given. */
  public WorkflowTestRunner<I, R> timeout(Duration timeout) {
    script.timeout = timeout;
    return this;
  }

  /**
   * Restores a saved run of steps: {@link #run} and {@link #start} begin a new run with its state,
   * and {@link #resume} continues the run itself.
   *
   * @throws dev.foliot.workflow.step.UnknownEventClassException if the class of an event does not
   *     exist
   */
  public WorkflowTestRunner<I, R> restore(RunSnapshot snapshot) {
    checkSnapshot.accept(snapshot);
    script.restored = snapshot;
    return this;
  }

  /** Sets the retry policy of steps that have none. */
  public WorkflowTestRunner<I, R> defaultRetry(RetryPolicy policy) {
    script.defaultRetry = Given.value(policy, "runner.defaultRetry", "a retry policy");
    return this;
  }

  /** Calls interceptors while the code runs, as the application does with its beans. */
  public WorkflowTestRunner<I, R> interceptors(WorkflowInterceptor... interceptors) {
    script.interceptors.addAll(List.of(interceptors));
    return this;
  }

  /**
   * Whether the result shows each {@link InternalEvent} of the run's stream; true if it is not
   * given.
   */
  public WorkflowTestRunner<I, R> exposeInternal(boolean exposes) {
    script.shown = script.shown.withInternal(exposes);
    return this;
  }

  /**
   * Leaves events of exactly these classes out of the result. Events of their subclasses stay.
   *
   * @throws IllegalArgumentException if a class is abstract, so that no event has exactly this
   *     class
   */
  public WorkflowTestRunner<I, R> excludeEvents(Class<?>... types) {
    script.shown = script.shown.without(types);
    return this;
  }

  /**
   * Repeats the scenario once for each append to the journal: the node dies just before this
   * append, so the work since the previous append is lost. Then the run continues from the journal.
   * Each repetition must end in the same way; {@link WorkflowResult#repeated()} lists the steps
   * whose bodies ran twice.
   */
  public WorkflowTestRunner<I, R> crashAfterEachAppend() {
    script.crashesAfterEachAppend = true;
    return this;
  }

  /** Lets the node die once, when it runs the body of this step. */
  public WorkflowTestRunner<I, R> crashIn(String step) {
    script.crashes.add(Given.text(step, "runner.crashIn", "the name of a step"));
    return this;
  }

  /** Lets the node die once, after the body of this step and before its outcome is stored. */
  public WorkflowTestRunner<I, R> loseOutcomeOf(String step) {
    script.lostOutcomes.add(Given.text(step, "runner.loseOutcomeOf", "the name of a step"));
    return this;
  }

  /**
   * Accepts stubs, crashes and actions that a run does not use, in a runner that several tests
   * share. Without this call, a run that has ended throws an {@link AssertionError} if one of them
   * was not used, because a misspelt name would be hidden.
   */
  public WorkflowTestRunner<I, R> lenient() {
    script.lenient = true;
    return this;
  }

  /** Invokes the code once more without need, each time the run waits. */
  public WorkflowTestRunner<I, R> duplicateWakeUps() {
    script.wakesTwice = true;
    return this;
  }

  /** Runs the workflow until it has ended, or waits for an answer that the test does not give. */
  public WorkflowResult<R> run(I input) {
    return limit == null ? scenario(input) : new TimeLimit(limit).call(() -> scenario(input));
  }

  /** Starts the workflow. From here on, the test controls the run; time is not skipped. */
  public WorkflowTestRun<R> start(I input) {
    return start(input, shown -> shown);
  }

  /**
   * As {@link #start(Object)}.
   *
   * @param change sets which events the result shows
   */
  WorkflowTestRun<R> start(I input, UnaryOperator<ShownEvents> change) {
    if (script.crashesAfterEachAppend) {
      throw new IllegalStateException(
          "crashAfterEachAppend repeats a whole scenario: use run(…) instead of start(…)");
    }
    return begin(script, input, change.apply(script.shown));
  }

  /**
   * Continues a restored run. From here on, the test controls the run; time is not skipped.
   *
   * <p>The deadline of the saved run stays. A {@link #timeout} begins now, and replaces it.
   *
   * @throws IllegalStateException without {@link #restore}, or if the run had ended
   */
  @SuppressWarnings("NullAway") // the code of steps does not ask for its input
  public WorkflowTestRun<R> resume() {
    RunSnapshot restored = script.restored;
    if (restored == null || restored.export().run().status().isEnded()) {
      throw new IllegalStateException(
          "There is no run to continue. Call restore(…) with a run that had not ended.");
    }
    return new VirtualTestRun<>(
        script, script.shown, VirtualRuns.resumed(script, code.apply(null), restored.export()));
  }

  boolean runs(Class<?> wanted) {
    return wanted.isAssignableFrom(workflow);
  }

  private VirtualTestRun<R> begin(WorkflowScript with, I input, ShownEvents shown) {
    return new VirtualTestRun<>(with, shown, new VirtualRuns(with, code.apply(input), input));
  }

  private WorkflowResult<R> scenario(I input) {
    VirtualTestRun<R> run = lead(script, input);
    WorkflowResult<R> result = run.result();
    if (!script.crashesAfterEachAppend) {
      return result;
    }
    Set<String> repeated = new TreeSet<>(result.repeated());
    for (int append = 1; append <= run.appends(); append++) {
      WorkflowResult<R> other = lead(script.crashingBefore(append), input).result();
      checkSameEnd(result, other, append);
      repeated.addAll(other.repeated());
    }
    return result.repeating(List.copyOf(repeated));
  }

  private VirtualTestRun<R> lead(WorkflowScript with, I input) {
    VirtualTestRun<R> run = begin(with, input, with.shown);
    if (with.skipsTime) {
      run.finish();
    }
    return run;
  }

  private void checkSameEnd(WorkflowResult<R> plain, WorkflowResult<R> crashed, int append) {
    if (!plain.end().equals(crashed.end())) {
      throw new AssertionError(
          "The run ends in another way if the node dies just before append %s.%nWithout a crash: %s%nWith the crash:  %s%n%s"
              .formatted(append, plain.end(), crashed.end(), crashed));
    }
  }
}
