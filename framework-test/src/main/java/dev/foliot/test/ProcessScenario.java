package dev.foliot.test;

import dev.foliot.process.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * A test of one instance of a process manager in three words: given the earlier events, when an
 * event comes or time passes, then these commands were sent, and these timers wait. It needs
 * neither Spring nor a database.
 *
 * <pre>{@code
 * ProcessScenario.of(Checkout.class)
 *     .given(new OrderPlaced("ord-1"), new StockReserved("ord-1"))
 *     .when(timePasses(Duration.ofMinutes(15)))
 *     .thenSent(new ReleaseStock("ord-1"), new RejectOrder("ord-1"))
 *     .andEnded();
 * }</pre>
 *
 * <p>The instance is stored as JSON and read again before each message, as in the application.
 * After each step the scenario runs checks that tests of processes usually miss: see {@link
 * ScenarioCheck}. A {@code when} without a {@code then} fails the test.
 *
 * @param <P> the class of the process manager
 */
public final class ProcessScenario<P> {
  private final Class<P> type;
  private final List<Object> history = new ArrayList<>();
  private final List<Object> beans = new ArrayList<>();
  private final Set<ScenarioCheck> checks = EnumSet.allOf(ScenarioCheck.class);
  private Instant time = TestClock.START;

  private ProcessScenario(Class<P> type) {
    this.type = type;
  }

  /**
   * A scenario of a process manager.
   *
   * @throws IllegalArgumentException if the class is not a process manager, or declares a method
   *     wrongly
   */
  public static <P> ProcessScenario<P> of(Class<P> type) {
    ScenarioProcess.check(type);
    return new ProcessScenario<>(type);
  }

  /** Leaves out checks that this scenario would run after each step. */
  public ProcessScenario<P> withoutChecking(ScenarioCheck... unwanted) {
    checks.removeAll(List.of(unwanted));
    return this;
  }

  /** The instant at which the scenario begins; {@link TestClock#START} if it is not given. */
  public ProcessScenario<P> givenTime(Instant now) {
    time = now;
    return this;
  }

  /** A bean for the methods that take one as a parameter. */
  public ProcessScenario<P> with(Object bean) {
    beans.add(bean);
    return this;
  }

  /**
   * Begins with an instance that has handled these events, in order. Their commands do not count.
   *
   * @param earlier events, and {@link FoliotAssertions#timePasses time that passed} in between
   */
  public ProcessScenario<P> given(Object... earlier) {
    history.addAll(List.of(earlier));
    return this;
  }

  /**
   * Delivers an event to the instance, or lets time pass, so that its timers fire. The methods of
   * the result check the outcome.
   *
   * @param happening an event, or {@code timePasses(Duration.ofMinutes(15))}
   * @throws IllegalArgumentException if no method takes the event, or if the event belongs to
   *     another instance
   */
  @CheckReturnValue
  public Outcome<P> when(Object happening) {
    Outcome<P> outcome = new Outcome<>(this);
    history.forEach(outcome::given);
    return outcome.when(happening);
  }

  /**
   * The outcome of the last {@code when}.
   *
   * @param <P> the class of the process manager
   */
  public static final class Outcome<P> extends StepOutcome<P, Outcome<P>> {
    private final ScenarioProcess<P> process;
    private final ProcessChecks<P> checks;

    private Outcome(ProcessScenario<P> scenario) {
      super(new ScenarioContext(scenario.time));
      boolean repeats =
          scenario.beans.isEmpty() && scenario.checks.contains(ScenarioCheck.REPEATED_DELIVERY);
      this.process = new ScenarioProcess<>(scenario.type, scenario.beans, repeats, context());
      this.checks = new ProcessChecks<>(scenario.checks, process);
    }

    private void given(Object happening) {
      step(happening);
      refuseUnexpectedRejection();
    }

    /** Delivers one more event to the same instance, or lets time pass. */
    @CheckReturnValue
    public Outcome<P> when(Object happening) {
      refuseUnexpectedRejection();
      step(happening);
      if (!isRejected()) {
        UnfinishedChains.begin(this, () -> nothingExpected(happening));
      }
      return this;
    }

    private void step(Object happening) {
      process.checkTaken(happening);
      if (!(happening instanceof TimePasses)) {
        check(() -> checks.event(happening));
      }
      attempt(() -> process.take(happening));
      check(checks::afterStep);
    }

    private AssertionError nothingExpected(Object happening) {
      return new AssertionError(
          "Nothing is expected of %s after %s. End the step with thenSent(…), thenNothingSent() or thenRejected(…)."
              .formatted(name(), happening));
    }

    /**
     * These commands and no others were sent, in this order; each is a command, its class, an
     * AssertJ condition, or an {@link ExpectedEvent}.
     */
    public Outcome<P> thenSent(Object... commands) {
      expected();
      return fail(sent().differenceInOrder(List.of(commands)));
    }

    /** These commands and no others were sent, in any order. */
    public Outcome<P> thenSentInAnyOrder(Object... commands) {
      expected();
      return fail(sent().differenceInAnyOrder(List.of(commands)));
    }

    /** The event was handled or ignored, and no command was sent. */
    public Outcome<P> thenNothingSent() {
      return thenSent();
    }

    /** The event was ignored: the instance had ended, or ignores events before its start. */
    public Outcome<P> thenIgnored() {
      expected();
      return require(
          process.lastIgnored(), "%s should have ignored this, but handled it and %s", effects());
    }

    /** A timer of this name waits. */
    public Outcome<P> andTimer(String name) {
      expected();
      return require(
          process.timers().containsKey(name),
          "%s should have a timer %s, but its timers are:%n%s",
          name,
          timers());
    }

    /** A timer of this name waits, and is due in exactly this time from now. */
    public Outcome<P> andTimer(String name, Duration dueIn) {
      andTimer(name);
      Duration actual = dueIn(Objects.requireNonNull(process.timers().get(name)));
      return require(
          actual.equals(dueIn),
          "Timer %2$s of %1$s should be due in %3$s, but is due in %4$s",
          name,
          dueIn,
          actual);
    }

    /** A timer of this name waits, is due in exactly this time from now, and holds this message. */
    public Outcome<P> andTimer(String name, Duration dueIn, Object message) {
      andTimer(name, dueIn);
      Object actual = Objects.requireNonNull(process.timers().get(name)).message();
      return require(
          RaisedEvents.matches(message, actual),
          "Timer %2$s of %1$s should hold %3$s, but holds %4$s",
          name,
          RaisedEvents.describe(message),
          actual);
    }

    /** No timer of this name waits. Only the code knows the names, so a misspelt one passes. */
    public Outcome<P> andNoTimer(String name) {
      expected();
      return require(
          !process.timers().containsKey(name),
          "%s should have no timer %s, but its timers are:%n%s",
          name,
          timers());
    }

    /** The instance has ended. */
    public Outcome<P> andEnded() {
      expected();
      return requireStatus(ProcessStatus.ENDED);
    }

    /** The instance has started, and has not ended. */
    public Outcome<P> andNotEnded() {
      expected();
      return requireStatus(ProcessStatus.RUNNING);
    }

    /** Events have come too early, and wait for the start of the instance. */
    public Outcome<P> andWaitsForStart() {
      expected();
      return requireStatus(ProcessStatus.EARLY);
    }

    private Outcome<P> requireStatus(ProcessStatus expected) {
      Optional<ProcessStatus> actual = process.status();
      return require(
          actual.equals(Optional.of(expected)),
          "%s should %s, but %s",
          StatusWords.expected(expected),
          StatusWords.actual(actual));
    }

    /**
     * If the instance compensated now, it would send these commands and no others, in this order.
     */
    public Outcome<P> andCompensatesWith(Object... commands) {
      expected();
      return fail(
          EventPairs.differences(
              "%s would not compensate with the expected commands".formatted(name()),
              EventPairs.inOrder(SentCommands.each(List.of(commands)), process.compensations())));
    }

    private void expected() {
      refuseUnexpectedRejection();
      UnfinishedChains.end(this);
    }

    private Outcome<P> fail(Optional<String> difference) {
      if (difference.isPresent()) {
        throw new AssertionError(difference.get());
      }
      return this;
    }

    private Outcome<P> require(boolean holds, String otherwise, Object... values) {
      if (!holds) {
        List<Object> all = new ArrayList<>(List.of(name()));
        all.addAll(List.of(values));
        throw new AssertionError(otherwise.formatted(all.toArray()));
      }
      return this;
    }

    private SentCommands sent() {
      return new SentCommands(name(), process.sent());
    }

    private Duration dueIn(ScenarioProcess.Timer timer) {
      return Duration.between(context().now(), timer.dueAt());
    }

    private String timers() {
      List<Object> lines = new ArrayList<>();
      for (Map.Entry<String, ScenarioProcess.Timer> timer : process.timers().entrySet()) {
        lines.add(
            "%s in %s: %s"
                .formatted(timer.getKey(), dueIn(timer.getValue()), timer.getValue().message()));
      }
      return SentCommands.list(lines);
    }

    @Override
    String withoutState() {
      return "%s has no state: it has not started.".formatted(name());
    }

    @Override
    String effects() {
      return "sent:%n%s".formatted(sent().list());
    }

    @Override
    @Nullable P stateOrNull() {
      UnfinishedChains.end(this);
      return process.state();
    }

    @Override
    String name() {
      return process.name();
    }

    @Override
    Outcome<P> self() {
      return this;
    }
  }
}
