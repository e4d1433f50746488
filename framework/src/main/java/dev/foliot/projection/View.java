package dev.foliot.projection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of one projection. It sees committed rows and the rows of the current transaction.
 * For a projection that is no JPA entity, declare a bean {@code View<ThatProjection>}; it is looked
 * up once.
 *
 * @param <P> the projection
 */
public interface View<P> {
  /**
   * The row with this id.
   *
   * @throws ProjectionNotFoundException if there is none
   */
  P get(Object id);

  /** The row with this id, if there is one. */
  Optional<P> find(Object id);

  /** All rows, in no particular order. */
  List<P> findAll();

  /** How many rows there are. */
  long count();

  /** Whether there is a row with this id. */
  boolean exists(Object id);

  /**
   * The age of the oldest event that a projector of this projection has not handled yet, by the
   * application's clock; zero if there is none, as in synchronous mode. An event that is parked, or
   * waits for its next attempt, counts. Each call reads the database.
   *
   * @throws UnsupportedOperationException if the application has declared this view and does not
   *     implement the method
   */
  default Duration staleness() {
    throw new UnsupportedOperationException(
        "%s does not measure its staleness. Call domain.subscriptions().staleness(…) with the name of the projector."
            .formatted(getClass().getName()));
  }

  /**
   * Inserts a row that is new. A repository's {@code save} would first query whether a row with
   * this id exists.
   *
   * @throws RuntimeException if a row with this id exists; thrown by this method, or when the
   *     transaction writes
   * @throws UnsupportedOperationException if this view only reads
   */
  default void insert(P row) {
    throw new UnsupportedOperationException(
        "%s only reads: write through the repository or the tables of the projection."
            .formatted(getClass().getName()));
  }
}
