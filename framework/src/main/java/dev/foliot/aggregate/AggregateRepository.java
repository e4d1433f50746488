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
   * @throws dev.foliot.eventstore.AggregateClosedException if an event-sourced aggregate is closed
   */
  A get(String id);

  /** The aggregate, or empty if there is none, or if an event-sourced one is closed. */
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

  /**
   * Closes an aggregate for ever: its stream ends with a tombstone that carries the reason, comes
   * after all that the same transaction raises, and is seen by no handler. From the commit on
   * {@code get} and every event of that id fail with {@link
   * dev.foliot.eventstore.AggregateClosedException}, whereas its history can be read. A version
   * conflict is one as for any change (R5). The row of a state-stored aggregate stays; keep or
   * delete it in the same transaction. Outside of a transaction it runs in one of its own.
   *
   * @param reason why; stored as it is, so that no personal data belongs in it
   * @throws AggregateNotFoundException if there is none
   * @throws dev.foliot.eventstore.AggregateClosedException if it is closed already
   * @throws IllegalArgumentException if the reason is blank
   */
  void close(String id, String reason);
}
