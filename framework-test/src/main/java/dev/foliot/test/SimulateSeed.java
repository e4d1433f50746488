package dev.foliot.test;

import dev.foliot.Domain;
import dev.foliot.engine.Leftover;
import dev.foliot.failure.ErrorText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One run of a simulation. One sequence of random numbers, which the seed determines, makes every
 * choice of the scheduler and of the faults. So the same seed repeats the same run. Seed 0 is the
 * run without faults, in which each act of the scenario is followed by all of its effects.
 */
final class SimulateSeed {
  private static final int MAX_STEPS_BETWEEN = 9;
  private static final int MAX_STEPS_AFTER = 60;
  private static final int MAX_ROUNDS = 1_000;
  private static final int MAX_FAILURES = 200;
  private static final int QUIET_ROUNDS = 3;

  private final long seed;
  private final SimulatedParts parts;
  private final SimulationSettings settings;
  private final DeliveryLedger ledger;
  private final FinalState state;
  private final SplittableRandom random;
  private final SimulationTrace trace;
  private final InjectFaults faults;
  private final SimulatedCluster cluster;

  /**
   * @param commits how many commits the run without faults has
   */
  SimulateSeed(
      long seed,
      SimulatedParts parts,
      SimulationSettings settings,
      int commits,
      DeliveryLedger ledger,
      FinalState state) {
    this.seed = seed;
    this.parts = parts;
    this.settings = settings;
    this.ledger = ledger;
    this.state = state;
    parts.slate().wipeAgain();
    SubscriptionsAtEnd.move(parts.dataSource(), parts.engine().parts().storage());
    ledger.clear();
    this.random = new SplittableRandom(seed);
    this.trace = new SimulationTrace(parts.clock());
    Crashes crashes = settings.crashes();
    int surely = crashes.surely(seed, commits);
    this.faults = new InjectFaults(crashes, surely, seed, settings.faults(), random, trace);
    this.cluster = new SimulatedCluster(parts, settings.nodes(), random, trace, faults, ledger);
  }

  /** Runs the scenario, checks the run, and returns its final state. */
  Object run(Simulation.Scenario scenario, Consumer<Domain> assertion) {
    DataSource real = Objects.requireNonNull(parts.dataSource().getTargetDataSource());
    parts.dataSource().setTargetDataSource(new FaultyDataSource(real, faults));
    try {
      cluster.begin();
      play(scenario);
      goOnForAWhile();
      settleForEver();
      cluster.stop();
      check();
      expect(assertion);
      return found();
    } finally {
      cluster.end();
      parts.dataSource().setTargetDataSource(real);
    }
  }

  private void play(Simulation.Scenario scenario) {
    try {
      scenario.run(new SimulatedApplication(this));
    } catch (Throwable e) {
      throw failed("stopped in the scenario: " + ErrorText.of(e), e);
    }
  }

  /** Something that the scenario does, then some steps of nodes. */
  @Nullable Object act(String what, Callable<@Nullable Object> action) {
    trace.note("scenario", what);
    Object result = SimulateSeed.<RuntimeException>call(action);
    if (isCalm()) {
      settle(cluster::waitForRetry);
    } else {
      take(random.nextInt(MAX_STEPS_BETWEEN));
    }
    return result;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the action throws it
  private static <E extends Exception> @Nullable Object call(Callable<@Nullable Object> action)
      throws E {
    try {
      return action.call();
    } catch (Exception e) {
      throw (E) e;
    }
  }

  Domain domain() {
    return parts.domain();
  }

  int anyOf(int bound) {
    return isCalm() ? 0 : random.nextInt(bound);
  }

  void advance(Duration time) {
    cluster.advance(time);
  }

  int commits() {
    return faults.commits();
  }

  /** The number of commits at which a fault was possible. */
  int reached() {
    return faults.reached();
  }

  private boolean isCalm() {
    return seed == 0;
  }

  private void goOnForAWhile() {
    if (!isCalm()) {
      take(random.nextInt(MAX_STEPS_AFTER));
      trace.note("simulation", "no more faults, until nothing is left to do");
    }
  }

  private void take(int steps) {
    for (int i = 0; i < steps; i++) {
      cluster.takeAny();
    }
  }

  /** Timers fire only when all else is done, so that a fault delays nothing beyond a timer. */
  private void settleForEver() {
    int timers = 0;
    do {
      if (++timers > MAX_ROUNDS) {
        throw failed("does not end: timers are due again and again", null);
      }
      settle(cluster::waitForRetryOrLease);
    } while (cluster.waitForTimer());
  }

  /**
   * Runs without faults until nothing happens any more. It does not wait for timers: the scenario
   * defines the time that passes between two acts.
   *
   * @param waiting lets time pass; true if there is something to wait for
   */
  private void settle(BooleanSupplier waiting) {
    faults.calm();
    int failedBefore = cluster.failures();
    int quiet = 0;
    for (int rounds = 0; quiet < QUIET_ROUNDS; rounds++) {
      if (rounds == MAX_ROUNDS || cluster.failures() - failedBefore > MAX_FAILURES) {
        throw failed("does not end without faults", null);
      }
      quiet = cluster.allTakeTurns() || waiting.getAsBoolean() ? 0 : quiet + 1;
      quiet = quiet == QUIET_ROUNDS && anythingWaits() ? 0 : quiet;
    }
  }

  /** Whether anything still waits, because the lock of a dead node may end late. */
  private boolean anythingWaits() {
    return parts.engine().inspect().leftovers().stream()
        .anyMatch(left -> left.what() == Leftover.What.WAITING);
  }

  private void check() {
    List<Leftover> left = parts.engine().inspect().leftovers();
    if (!settings.mayPark() && !left.isEmpty()) {
      throw failed("left something behind:" + listed(left), null);
    }
    Set<DeliveryLedger.KeyOf> held =
        left.stream()
            .map(each -> new DeliveryLedger.KeyOf(each.where(), each.key()))
            .collect(Collectors.toSet());
    List<String> problems = ledger.problems(parts.engine().inspect().expected(), held);
    if (!problems.isEmpty()) {
      throw failed("broke a promise:" + listed(problems), null);
    }
  }

  private static String listed(List<?> lines) {
    return lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
  }

  private void expect(Consumer<Domain> assertion) {
    try {
      assertion.accept(domain());
    } catch (Throwable e) {
      throw failed("ended in a state that was not expected: " + ErrorText.message(e), e);
    }
  }

  private Object found() {
    Function<Domain, ?> comparing = settings.comparing();
    return comparing == null ? state.read() : comparing.apply(domain());
  }

  /** The error of this run, with all that is needed to repeat and to understand it. */
  AssertionError failed(String how, @Nullable Throwable cause) {
    String repeat =
        isCalm()
            ? "This is the run without faults, which every seed is compared with."
            : "Repeat it with .seed(%s) or -D%s=%s.".formatted(seed, SimulationSettings.SEED, seed);
    return new AssertionError(
        "Seed %s %s%n%s It took %s commits and %s faults:%n%s"
            .formatted(seed, how, repeat, faults.commits(), faults.injected(), trace),
        cause);
  }
}
