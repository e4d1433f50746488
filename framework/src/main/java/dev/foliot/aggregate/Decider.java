package dev.foliot.aggregate;

import java.util.List;

/**
 * An event-sourced aggregate without an object: its state is a value, and its behaviour is these
 * functions. Register it as a bean and annotate the state's class with {@link Aggregate}. Then
 * {@code domain.process(command)} finds the state by {@link #aggregateId}, calls {@link #decide}
 * and stores the events, in one transaction. The aggregate has the guarantees of every other
 * aggregate: optimistic locking, invariants ({@link Invariant} methods of the state's class),
 * snapshots. The result of {@code process} is the list of events.
 *
 * <p>All functions must be pure: the same arguments give the same result, and arguments are not
 * changed; so a decider may be used by several threads.
 *
 * <pre>{@code
 * @Component
 * class Payments implements Decider<PaymentCommand, Payment, PaymentEvent> { … }
 *
 * @Aggregate
 * record Payment(Status status, BigDecimal amount) {}
 * }</pre>
 *
 * <p>The name and the shape are Jérémie Chassaing's ("Functional Event Sourcing Decider", 2021).
 *
 * @param <C> the commands: a {@code @Command} record, or a sealed interface of several
 * @param <S> the state: an immutable class annotated with {@code @Aggregate}
 * @param <E> the events: a {@code @DomainEvent} record, or a sealed interface of several
 */
public interface Decider<C, S, E> {
  /** The id of the command's aggregate; not null, and not blank. */
  String aggregateId(C command);

  /** The state before the first event. */
  S initialState();

  /**
   * Returns the events that follow from the command, in order; may be empty.
   *
   * @throws RuntimeException to reject the command: the caller gets the exception unchanged, and
   *     nothing is stored
   */
  List<E> decide(C command, S state);

  /** The state after the event. It runs at each load, so it must accept every stored event. */
  S evolve(S state, E event);
}
