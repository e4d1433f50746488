package dev.foliot.aggregate;

import java.util.Optional;

/**
 * Loads and saves aggregates of one class by id. An aggregate that was loaded or saved in a
 * transaction belongs to it: its events, raised before or after {@code save}, are stored at the
 * commit (R3). Loading its id again returns the same instance (R3a). Safe for use by several
 * threads.
 */
public interface AggregateRepository<A> {
  /**
   * Returns the aggregate.
   *
   * @throws AggregateNotFoundException if there is none
   * @throws dev.foliot.eventstore.AggregateClosedException if an event-sourced aggregate is closed
   * @throws IllegalStateException if the stored aggregate has another {@code id()}
   */
  A get(String id);

  /** Returns the aggregate. Empty if there is none, or if it is event-sourced and closed. */
  Optional<A> find(String id);

  /**
   * Saves an aggregate that must be new. Its id is looked up first, so the call fails at once if
   * the id is taken; {@code save} of a new aggregate fails at the commit. Outside of a transaction,
   * the call opens its own.
   *
   * @throws AggregateExistsException if an aggregate with this id exists. If two transactions
   *     create it at the same time, the later commit throws this exception
   * @throws dev.foliot.eventstore.AggregateClosedException if an aggregate of this id was closed;
   *     at the commit, if it is a state-stored one
   * @throws IllegalArgumentException if an event-sourced aggregate has raised nothing
   */
  void create(A aggregate);

  /**
   * Saves a new aggregate. For an aggregate that was loaded in the same transaction, the call has
   * no effect. Outside of a transaction, the call opens its own.
   *
   * @throws AggregateExistsException at the commit, if a new aggregate has the id of one that
   *     exists
   * @throws IllegalArgumentException if an event-sourced aggregate is new and has raised nothing
   * @throws IllegalStateException if this transaction has another instance of an event-sourced
   *     aggregate
   */
  void save(A aggregate);

  /**
   * Closes an aggregate for ever: its stream ends with a tombstone that contains the reason. The
   * tombstone comes after all events that the same transaction raises, and no handler receives it.
   * After the commit, every new event of that id, and {@code get} of an event-sourced aggregate,
   * throws {@link dev.foliot.eventstore.AggregateClosedException}. The history can still be read.
   * Version conflicts are handled as for any change (R5). The row of a state-stored aggregate
   * stays; keep or delete it in the same transaction. If its {@code @Id} has no text form, such as
   * a key of several parts, pass the text of its {@code id()}. Outside of a transaction, the call
   * opens its own.
   *
   * @param reason the reason, which is stored in plain text, so it must not contain personal data
   * @throws AggregateNotFoundException if there is none
   * @throws dev.foliot.eventstore.AggregateClosedException if it is closed already
   * @throws IllegalArgumentException if the reason is blank
   */
  void close(String id, String reason);
}
