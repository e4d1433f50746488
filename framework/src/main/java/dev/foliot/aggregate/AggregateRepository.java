package dev.foliot.aggregate;

import java.util.Optional;

/**
 * Loads and saves aggregates of one class by id. In a transaction an aggregate that was loaded or
 * saved is part of it: what it raises, before or after {@code save}, is stored at the commit (R3),
 * and its id gives the same instance again (R3a). Safe for use by several threads.
 */
public interface AggregateRepository<A> {
  /**
   * The aggregate.
   *
   * @throws AggregateNotFoundException if there is none
   */
  A get(String id);

  /** The aggregate, or empty if there is none. */
  Optional<A> find(String id);

  /**
   * Saves a new aggregate; saving one that was loaded in the same transaction changes nothing.
   * Outside of a transaction it runs in one of its own.
   *
   * @throws IllegalArgumentException if an event-sourced aggregate is new and has raised nothing
   * @throws IllegalStateException if this transaction has another instance of an event-sourced
   *     aggregate
   */
  void save(A aggregate);
}
