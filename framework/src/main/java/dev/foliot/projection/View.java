package dev.foliot.projection;

import dev.foliot.consistency.ConsistencyToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/**
 * Reads the rows of one projection. It sees committed rows and the rows of the current transaction.
 * A view never writes a row that it has returned: changes of such an object stay in memory. For a
 * projection that is neither a JPA entity nor a document, declare a bean {@code
 * View<ThatProjection>}; Foliot looks it up once.
 *
 * <p>A view of the application must implement the abstract methods. The others throw an {@link
 * UnsupportedOperationException} unless it implements them, too.
 *
 * @param <P> the projection
 */
public interface View<P> {
  /**
   * Waits until the projection has handled the events of the token, and returns this view. While
   * this node delivers to the projection, the wait does not poll.
   *
   * @param timeout the longest wait
   * @throws dev.foliot.consistency.ConsistencyTimeoutException if the projection has not handled
   *     them in time
   * @throws dev.foliot.consistency.ProjectionStoppedException at once, if its subscription is
   *     paused, or if the events wait behind a parked message
   * @throws dev.foliot.consistency.InvalidConsistencyTokenException if the token comes from another
   *     database
   * @throws IllegalArgumentException if no projector fills the projection
   * @throws IllegalStateException in a transaction; or if the clock stands still and no engine runs
   * @throws UnsupportedOperationException if the view does not come from {@code domain.viewFor}
   */
  default View<P> after(ConsistencyToken token, Duration timeout) {
    throw new UnsupportedOperationException(
        "%s cannot wait for a token. Get the view from domain.viewFor."
            .formatted(getClass().getName()));
  }

  /**
   * Does the same as {@link #after(ConsistencyToken, Duration)}, with the time-out {@code
   * foliot.query.consistency-timeout}.
   */
  default View<P> after(ConsistencyToken token) {
    throw new UnsupportedOperationException(
        "%s cannot wait for a token. Get the view from domain.viewFor."
            .formatted(getClass().getName()));
  }

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
   * Returns all rows in this order. Rows with equal sort values have no particular order.
   *
   * @throws UnknownSortPropertyException if the projection cannot be sorted by a property
   */
  default List<P> findAll(Sort sort) {
    if (sort.isUnsorted()) {
      return findAll();
    }
    throw NotInThisView.of(this, "findAll(Sort)");
  }

  /**
   * Returns a page of the rows. Rows with equal sort values are in the order of their ids, so no
   * row is on two pages.
   *
   * @throws UnknownSortPropertyException if the projection cannot be sorted by a property
   */
  default Page<P> findAll(Pageable pageable) {
    if (pageable.isUnpaged()) {
      return new PageImpl<>(findAll(pageable.getSort()));
    }
    throw NotInThisView.of(this, "findAll(Pageable)");
  }

  /**
   * Returns the row that matches the example, if there is one.
   *
   * @throws org.springframework.dao.IncorrectResultSizeDataAccessException if several rows match
   */
  default <S extends P> Optional<S> findOne(Example<S> example) {
    throw NotInThisView.of(this, "findOne(Example)");
  }

  /** Returns all rows that match the example, in no particular order. */
  default <S extends P> List<S> findAll(Example<S> example) {
    return findAll(example, Sort.unsorted());
  }

  /**
   * Returns all rows that match the example, in this order.
   *
   * @throws UnknownSortPropertyException if the projection cannot be sorted by a property
   */
  default <S extends P> List<S> findAll(Example<S> example, Sort sort) {
    throw NotInThisView.of(this, "findAll(Example, Sort)");
  }

  /**
   * Returns a page of the rows that match the example, sorted as by {@link #findAll(Pageable)}.
   *
   * @throws UnknownSortPropertyException if the projection cannot be sorted by a property
   */
  default <S extends P> Page<S> findAll(Example<S> example, Pageable pageable) {
    throw NotInThisView.of(this, "findAll(Example, Pageable)");
  }

  /** Returns how many rows match the example. */
  default <S extends P> long count(Example<S> example) {
    throw NotInThisView.of(this, "count(Example)");
  }

  /** Returns whether a row matches the example. */
  default <S extends P> boolean exists(Example<S> example) {
    return count(example) > 0;
  }

  /**
   * Returns all rows in no particular order, read in small parts while the stream is used.
   *
   * @see #stream(Sort)
   */
  default Stream<P> stream() {
    return stream(Sort.unsorted());
  }

  /**
   * Returns all rows in this order, read in small parts while the stream is used. The database
   * keeps a cursor until the stream is read to its end, is closed, or its transaction ends. So use
   * the stream in a transaction and in a try-with-resources statement.
   *
   * @throws IllegalStateException if there is no transaction; also thrown by the stream itself
   *     after the end of its transaction
   * @throws UnknownSortPropertyException if the projection cannot be sorted by a property
   */
  default Stream<P> stream(Sort sort) {
    throw NotInThisView.of(this, "stream(Sort)");
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
