package dev.foliot.test;

import dev.foliot.aggregate.AggregateLifecycle;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * A test of one aggregate in three words: given what happened before, when something is asked of
 * it, then this was raised or the request was rejected. It needs neither Spring nor a database.
 *
 * <pre>{@code
 * AggregateScenario.of(Inventory.class)
 *     .given(new StockReceived("prod-1", 10, "A"))
 *     .when(stock -> stock.reserve("ord-1", 4))
 *     .thenRaised(new StockReserved("prod-1", "ord-1", 4))
 *     .andState(stock -> assertThat(stock.available()).isEqualTo(6));
 * }</pre>
 *
 * @param <A> the aggregate's class
 */
public final class AggregateScenario<A> {
  private final Class<A> type;
  private final List<Object> history = new ArrayList<>();
  private @Nullable A start;

  private AggregateScenario(Class<A> type) {
    this.type = type;
  }

  /**
   * A scenario of an aggregate of this class.
   *
   * @throws IllegalArgumentException if the class is no aggregate
   */
  public static <A> AggregateScenario<A> of(Class<A> type) {
    if (!EventSourcedAggregate.class.isAssignableFrom(type)
        && !StateStoredAggregate.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "%s is no aggregate: it extends neither StateStoredAggregate nor EventSourcedAggregate."
              .formatted(type.getName()));
    }
    return new AggregateScenario<>(type);
  }

  /**
   * The events that made an event-sourced aggregate what it is, in order.
   *
   * @throws IllegalStateException for a state-stored aggregate, which is not made from events
   */
  public AggregateScenario<A> given(Object... events) {
    if (!EventSourcedAggregate.class.isAssignableFrom(type)) {
      throw new IllegalStateException(
          "%s is state-stored, so that events do not make its state. Give the aggregate itself: given(order)."
              .formatted(type.getSimpleName()));
    }
    history.addAll(List.of(events));
    return refuseTwoStarts();
  }

  /** The aggregate as it is when the scenario begins. What it has raised so far does not count. */
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

  /** Asks the aggregate for something. What comes of it is checked by the methods that follow. */
  @CheckReturnValue
  public Outcome<A> when(Consumer<? super A> action) {
    return new Outcome<A>(type, start()).when(action);
  }

  /**
   * Creates an aggregate, as a constructor or a factory method does.
   *
   * @throws IllegalStateException if the scenario is given an aggregate already
   */
  @CheckReturnValue
  public Outcome<A> when(Supplier<? extends A> creation) {
    if (start != null || !history.isEmpty()) {
      throw new IllegalStateException(
          "The scenario is given a %s, which exists, but creates another one. Leave given(…) out, or use when(aggregate -> …)."
              .formatted(type.getSimpleName()));
    }
    return new Outcome<A>(type, null).create(creation);
  }

  private A start() {
    if (start != null) {
      return start;
    }
    if (!EventSourcedAggregate.class.isAssignableFrom(type)) {
      throw new IllegalStateException(
          "The scenario has no %s to begin with. Give it one, given(order), or create it, when(() -> …)."
              .formatted(type.getSimpleName()));
    }
    return type.cast(
        AggregateLifecycle.recreate(type.asSubclass(EventSourcedAggregate.class), history));
  }

  /**
   * What came of the last {@code when}: what was raised since, or why it was rejected. A rejection
   * that nothing expects fails the scenario at the next step.
   *
   * @param <A> the aggregate's class
   */
  public static final class Outcome<A> {
    private final Class<A> type;
    private @Nullable A aggregate;
    private int raisedBefore;
    private @Nullable Exception rejection;
    private boolean rejectionExpected;

    private Outcome(Class<A> type, @Nullable A aggregate) {
      this.type = type;
      this.aggregate = aggregate;
    }

    /** Asks the same aggregate for something more. */
    @CheckReturnValue
    public Outcome<A> when(Consumer<? super A> action) {
      A asked = aggregate();
      return attempt(() -> action.accept(asked));
    }

    private Outcome<A> create(Supplier<? extends A> creation) {
      return attempt(() -> aggregate = creation.get());
    }

    private Outcome<A> attempt(Runnable action) {
      raisedBefore = RaisedEvents.of(aggregate).events().size();
      rejection = null;
      rejectionExpected = false;
      try {
        action.run();
      } catch (Exception e) {
        rejection = e;
      }
      return this;
    }

    /** These events and no others were raised, in this order; each is an event or its class. */
    public Outcome<A> thenRaised(Object... events) {
      refuseUnexpectedRejection();
      raised()
          .differenceInOrder(List.of(events))
          .ifPresent(
              difference -> {
                throw new AssertionError(difference);
              });
      return this;
    }

    /** The request was rejected with an exception of this class. */
    public Outcome<A> thenRejected(Class<? extends Exception> expected) {
      return thenRejected(expected, ignored -> {});
    }

    /** The request was rejected with an exception of this class, which fulfils the requirements. */
    public <X extends Exception> Outcome<A> thenRejected(
        Class<X> expected, Consumer<? super X> requirements) {
      if (rejection == null) {
        RaisedEvents raised = raised();
        throw new AssertionError(
            "%s should have rejected this with %s, but accepted it and raised:%n%s"
                .formatted(
                    raised.aggregate(),
                    expected.getSimpleName(),
                    raised.events().isEmpty() ? "     nothing\n" : raised.list()));
      }
      if (!expected.isInstance(rejection)) {
        throw new AssertionError(
            "%s should have rejected this with %s, but did so with %s"
                .formatted(name(), expected.getSimpleName(), rejection),
            rejection);
      }
      rejectionExpected = true;
      requirements.accept(expected.cast(rejection));
      return this;
    }

    /** No event was raised, not even before the request was rejected. */
    public Outcome<A> andNothingRaised() {
      RaisedEvents raised = raised();
      if (!raised.events().isEmpty()) {
        throw new AssertionError(
            "%s should have raised nothing, but raised:%n%s"
                .formatted(raised.aggregate(), raised.list()));
      }
      return this;
    }

    /** The aggregate's state, as it is now, fulfils the requirements. */
    public Outcome<A> andState(Consumer<? super A> requirements) {
      requirements.accept(aggregate());
      return this;
    }

    private RaisedEvents raised() {
      return RaisedEvents.of(aggregate).after(raisedBefore);
    }

    private A aggregate() {
      refuseUnexpectedRejection();
      if (aggregate == null) {
        throw new AssertionError(
            "There is no %s: its creation was rejected.".formatted(type.getSimpleName()));
      }
      return aggregate;
    }

    private void refuseUnexpectedRejection() {
      if (rejection != null && !rejectionExpected) {
        throw new AssertionError("%s rejected this: %s".formatted(name(), rejection), rejection);
      }
    }

    private String name() {
      return aggregate == null ? type.getSimpleName() : RaisedEvents.of(aggregate).aggregate();
    }
  }
}
