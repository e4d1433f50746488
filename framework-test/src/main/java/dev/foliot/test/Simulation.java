package dev.foliot.test;

import dev.foliot.Domain;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Runs a scenario many times against several nodes of the real engine, on one thread: a seed
 * decides which node takes the next step, how time passes, and where a node crashes, loses its
 * lease or is refused a commit. Each run must end in the same state as the run without faults. The
 * first one that does not is reported with its seed and its steps, and the seed repeats it exactly.
 *
 * <pre>{@code
 * @EngineTest
 * class OrderSimulationTests {
 *   @Autowired ApplicationContext application;
 *
 *   @Test
 *   void ordersAreShippedOnce() {
 *     Simulation.of(application)
 *         .seeds(1000)
 *         .crashes(atEveryCommit())
 *         .run(simulation -> {
 *           simulation.process(new PlaceOrder("order-1"));
 *           simulation.process(new PayOrder("order-1"));
 *         })
 *         .thenAlways(domain -> assertThat(domain.viewFor(Shipment.class).count()).isEqualTo(1));
 *   }
 * }
 * }</pre>
 *
 * <p>Each run proves by itself that everything comes to rest, and that nothing is left waiting or
 * parked. It also proves that every subscription handled each of its messages effectively once, and
 * the messages of one key in the order of the log.
 *
 * <p>The technique, deterministic simulation with injected faults, was made known by FoundationDB
 * and is used by TigerBeetle among others. Here the nodes, the scheduler, time and the answers of
 * the database are simulated; the database itself, and its transactions, are real.
 */
public final class Simulation {
  private final ApplicationContext application;
  private long firstSeed = 1;
  private int seeds = 100;
  private int nodes = 3;
  private Crashes crashes = Crashes.atEveryCommit();
  private Set<Fault> faults = EnumSet.allOf(Fault.class);
  private boolean mayPark;
  private @Nullable Function<Domain, ?> comparing;

  private Simulation(ApplicationContext application) {
    this.application = application;
  }

  /** The actions of the application's users. */
  @FunctionalInterface
  public interface Scenario {
    /** Called for each seed, with an empty database. */
    void run(SimulatedApplication simulation) throws Exception;
  }

  /**
   * A simulation of the application of an {@link EngineTest}.
   *
   * @throws IllegalStateException if it is another application
   */
  public static Simulation of(ApplicationContext application) {
    SimulatedParts.check(application);
    return new Simulation(application);
  }

  /**
   * Any commit of a node may be hit. Each seed picks one commit, and the node dies right before or
   * right after it. With twice as many seeds as commits, the seeds together cover both crashes at
   * every commit. The seed also gives each of the run's other commits a {@link Fault} with a
   * probability of one in eight, up to twenty faults in all.
   */
  public static Crashes atEveryCommit() {
    return Crashes.atEveryCommit();
  }

  /**
   * A node dies at the commit with this number in the run: before the commit if the seed is odd,
   * otherwise after it. No other fault occurs. If no run reaches this commit, the test fails.
   *
   * @param number from 1
   */
  public static Crashes atCommit(int number) {
    return Crashes.atCommit(number);
  }

  /** No faults: only the order of the steps is up to the seed. */
  public static Crashes never() {
    return Crashes.never();
  }

  /**
   * Runs the seeds from 1 to this number. The default is 100. The system property {@code
   * foliot.simulation.seeds} overrides it for a long run.
   */
  public Simulation seeds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("The number of seeds must be at least 1, not " + count);
    }
    firstSeed = 1;
    seeds = count;
    return this;
  }

  /**
   * Runs only this seed, such as one that a failure has reported. The system property {@code
   * foliot.simulation.seed} does the same without a change of the test.
   */
  public Simulation seed(long seed) {
    firstSeed = seed;
    seeds = 1;
    return this;
  }

  /** Sets the maximum number of living nodes, from 1. The default is 3. */
  public Simulation nodes(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("The number of nodes must be at least 1, not " + most);
    }
    nodes = most;
    return this;
  }

  /** At which commits faults occur; {@link #atEveryCommit()} unless it is called. */
  public Simulation crashes(Crashes where) {
    crashes = where;
    return this;
  }

  /** Only faults of these kinds occur. */
  public Simulation faults(Fault first, Fault... others) {
    faults = EnumSet.of(first, others);
    return this;
  }

  /** Allows parked messages at the end, if they are the same in every run. */
  public Simulation allowParked() {
    mayPark = true;
    return this;
  }

  /**
   * Compares this result, and not the rows of all tables of the application and the events of all
   * streams. The result must have an {@code equals} and a text.
   */
  public Simulation comparing(Function<Domain, ?> state) {
    comparing = state;
    return this;
  }

  /** Takes the scenario; {@code thenAlways} runs it. */
  public Prepared run(Scenario scenario) {
    crashes.checkPossible(faults);
    SimulateSeeds all =
        new SimulateSeeds(
            SimulatedParts.of(application),
            new SimulationSettings(firstSeed, seeds, nodes, crashes, faults, mayPark, comparing)
                .overridden(),
            scenario);
    return new Prepared(all);
  }

  /** A scenario that is ready to run; a test that ends with it fails, since nothing was run. */
  public static final class Prepared {
    private final SimulateSeeds all;

    private Prepared(SimulateSeeds all) {
      this.all = all;
      all.prepared();
    }

    /**
     * Runs the scenario under all seeds, and makes the assertion after each.
     *
     * @throws AssertionError for the first seed that ends differently, with the seed, the
     *     difference and the trace
     */
    public void thenAlways(Consumer<Domain> assertion) {
      all.run(assertion);
    }

    /**
     * Runs the scenario under all seeds. Each run must end in the same state.
     *
     * @throws AssertionError as {@link #thenAlways}
     */
    public void thenAlwaysTheSame() {
      all.run(domain -> {});
    }
  }
}
