package dev.foliot.test;

import dev.foliot.aggregate.AggregateLifecycle;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * A test of one aggregate in three words: given the earlier events, when an action runs, then these
 * events were raised, or the action was rejected. It needs neither Spring nor a database.
 *
 * <pre>{@code
 * AggregateScenario.of(Inventory.class)
 *     .given(new StockReceived("prod-1", 10, "A"))
 *     .when(stock -> stock.reserve("ord-1", 4))
 *     .thenRaised(new StockReserved("prod-1", "ord-1", 4))
 *     .andState(stock -> assertThat(stock.available()).isEqualTo(6));
 * }</pre>
 *
 * <p>After each step it runs checks that tests of decisions usually miss: see {@link
 * ScenarioCheck}.
 *
 * @param <A> the aggregate's class
 */
public final class AggregateScenario<A> {
  private final Class<A> type;
  private final List<Object> history = new ArrayList<>();
  private final List<BiConsumer<? super A, ScenarioContext>> earlier = new ArrayList<>();
  private final Set<ScenarioCheck> checks = EnumSet.allOf(ScenarioCheck.class);
  private Instant time = TestClock.START;
  private @Nullable A start;

  private AggregateScenario(Class<A> type) {
    this.type = type;
  }

  /**
   * A scenario of an aggregate of this class.
   *
   * @throws IllegalArgumentException if the class is not an aggregate
   */
  public static <A> AggregateScenario<A> of(Class<A> type) {
    if (!EventSourcedAggregate.class.isAssignableFrom(type)
        && !StateStoredAggregate.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "%s is not an aggregate: it extends neither StateStoredAggregate nor EventSourcedAggregate."
              .formatted(type.getName()));
    }
    return new AggregateScenario<>(type);
  }

  /** A scenario of an aggregate of this decider. */
  public static <C, S, E> DeciderScenario<C, S, E> of(Decider<C, S, E> decider) {
    return new DeciderScenario<>(decider);
  }

  /** Leaves out checks that this scenario would run after each step. */
  public AggregateScenario<A> withoutChecking(ScenarioCheck... unwanted) {
    checks.removeAll(List.of(unwanted));
    return this;
  }

  /** The instant at which the scenario begins; {@link TestClock#START} if it is not given. */
  public AggregateScenario<A> givenTime(Instant now) {
    time = now;
    return this;
  }

  /**
   * Begins with an event-sourced aggregate that has these events, in order.
   *
   * @throws IllegalStateException for a state-stored aggregate, which is not made from events
   */
  public AggregateScenario<A> given(Object... events) {
    if (!EventSourcedAggregate.class.isAssignableFrom(type)) {
      throw new IllegalStateException(
          "%s is state-stored, so its state is not made from events. Give the aggregate itself: given(order)."
              .formatted(type.getSimpleName()));
    }
    history.addAll(List.of(events));
    return refuseTwoStarts();
  }

  /**
   * Does the same as {@link #given(Object...)}, with an event as an earlier version of the
   * application stored it. The event is read through the upcasters. Messages and upcasters come
   * from the package of the aggregate, and below.
   *
   * @param name the name under which it was stored
   * @param version the schema version of that time
   * @param json the stored content, such as <code>{"isbn": "isbn-1"}</code>
   * @throws AssertionError if it cannot be read, with the reason and the remedy
   */
  public AggregateScenario<A> givenStored(String name, int version, String json) {
    return given(StoredEvent.read(type, name, version, json).toArray());
  }

  /** Begins with this aggregate. Its earlier events do not count. */
  public AggregateScenario<A> given(A aggregate) {
    start = Objects.requireNonNull(aggregate);
    return refuseTwoStarts();
  }

  private AggregateScenario<A> refuseTwoStarts() {
    if (start != null && !history.isEmpty()) {
      throw new IllegalStateException(
          "The scenario is given both events and a %s. Give one of them."
              .formatted(type.getSimpleName()));
    }
    return this;
  }

  /**
   * Runs an action before the scenario, after the given events. It must not be rejected, and its
   * events do not count.
   */
  public AggregateScenario<A> givenAction(Consumer<? super A> action) {
    return givenAction((aggregate, context) -> action.accept(aggregate));
  }

  /**
   * Does the same as {@link #givenAction(Consumer)}, for an action that needs the time or new ids.
   */
  public AggregateScenario<A> givenAction(BiConsumer<? super A, ScenarioContext> action) {
    earlier.add(action);
    return this;
  }

  /** Runs an action of the aggregate. The methods of the result check its outcome. */
  @CheckReturnValue
  public Outcome<A> when(Consumer<? super A> action) {
    return begin().when(action);
  }

  /** Calls the aggregate, with the time and new ids. */
  @CheckReturnValue
  public Outcome<A> when(BiConsumer<? super A, ScenarioContext> action) {
    return begin().when(action);
  }

  /**
   * Creates an aggregate, as a constructor or a factory method does.
   *
   * @throws IllegalStateException if the scenario is given an aggregate already
   */
  @CheckReturnValue
  public Outcome<A> when(Supplier<? extends A> creation) {
    return whenCreated(context -> creation.get());
  }

  /**
   * Creates an aggregate from the time and new ids.
   *
   * @throws IllegalStateException if the scenario is given an aggregate already
   */
  @CheckReturnValue
  public Outcome<A> whenCreated(Function<ScenarioContext, ? extends A> creation) {
    if (start != null || !history.isEmpty() || !earlier.isEmpty()) {
      throw new IllegalStateException(
          "The scenario is given a %s, which exists, but creates another one. Leave given(…) out, or use when(aggregate -> …)."
              .formatted(type.getSimpleName()));
    }
    return new Outcome<A>(type, null, this).create(creation);
  }

  private Outcome<A> begin() {
    Outcome<A> outcome = new Outcome<>(type, start(), this);
    for (BiConsumer<? super A, ScenarioContext> action : earlier) {
      outcome = outcome.when(action);
    }
    return outcome;
  }

  private A start() {
    if (start != null) {
      return start;
    }
    if (!EventSourcedAggregate.class.isAssignableFrom(type)) {
      throw new IllegalStateException(
          "The scenario has no %s before its first step. Pass one with given(order), or create one with when(() -> …)."
              .formatted(type.getSimpleName()));
    }
    return type.cast(
        AggregateLifecycle.recreate(type.asSubclass(EventSourcedAggregate.class), history));
  }

  /**
   * The outcome of the last {@code when}.
   *
   * @param <A> the aggregate's class
   */
  public static final class Outcome<A> extends ScenarioOutcome<A, Outcome<A>> {
    private final Class<A> type;
    private final List<Object> history;
    private final ScenarioChecks checks;
    private @Nullable A aggregate;
    private int raisedBefore;

    private Outcome(Class<A> type, @Nullable A aggregate, AggregateScenario<A> scenario) {
      super(new ScenarioContext(scenario.time));
      this.type = type;
      this.aggregate = aggregate;
      this.history = List.copyOf(scenario.history);
      this.checks = new ScenarioChecks(scenario.checks);
      checks.begin(events());
    }

    /** Calls the same aggregate once more. */
    @CheckReturnValue
    public Outcome<A> when(Consumer<? super A> action) {
      return when((asked, context) -> action.accept(asked));
    }

    /** Calls the same aggregate once more, with the time and new ids. */
    @CheckReturnValue
    public Outcome<A> when(BiConsumer<? super A, ScenarioContext> action) {
      A asked = state();
      raisedBefore = RaisedEvents.of(asked).events().size();
      return step(() -> action.accept(asked, context()));
    }

    private Outcome<A> create(Function<ScenarioContext, ? extends A> creation) {
      return step(() -> aggregate = creation.apply(context()));
    }

    private Outcome<A> step(Runnable action) {
      String id = RaisedEvents.idOf(aggregate);
      attempt(() -> commit(action));
      check(() -> checks.afterStep(events(), CheckedState.of(aggregate)));
      check(() -> checks.sameId(id, RaisedEvents.idOf(aggregate), type.getSimpleName()));
      return this;
    }

    /** Runs an action, and refuses what the commit would refuse. */
    private void commit(Runnable action) {
      action.run();
      if (aggregate != null) {
        AggregateLifecycle.checkCommit(aggregate);
      }
    }

    private List<Object> events() {
      List<Object> events = new ArrayList<>(history);
      events.addAll(RaisedEvents.of(aggregate).events());
      return events;
    }

    @Override
    RaisedEvents raised() {
      return RaisedEvents.of(aggregate).after(raisedBefore);
    }

    @Override
    @Nullable A stateOrNull() {
      return aggregate;
    }

    @Override
    String name() {
      return aggregate == null ? type.getSimpleName() : RaisedEvents.of(aggregate).aggregate();
    }

    @Override
    Outcome<A> self() {
      return this;
    }
  }
}
