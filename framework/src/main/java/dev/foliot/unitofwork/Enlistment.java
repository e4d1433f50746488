package dev.foliot.unitofwork;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work of the current thread, for aggregates, which enlist in it. It needs neither
 * Spring nor a database. In a test of a plain aggregate there is none.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface Enlistment {
  /** Notes that {@code source} has events, which must be stored by the commit. */
  void raised(EventSource source);

  /**
   * Notes that a copy of an aggregate has taken over the events of another copy.
   *
   * @param giveBack returns those that are not stored; called after a rollback
   */
  void moved(Runnable giveBack);

  /**
   * Stores the events of {@code source}, past and future ones, with this unit of work.
   *
   * @throws IllegalStateException if it has pending events and the unit of work has already written
   *     its last events
   */
  default void enlist(EventSource source) {
    enlist(source, Long.MAX_VALUE);
  }

  /**
   * Stores the events of {@code source} up to a version of its stream with this unit of work,
   * because its row of that version is written. Later events are not stored until the row is
   * written again.
   *
   * @throws IllegalStateException if it has pending events and the unit of work has already written
   *     its last events
   */
  void enlist(EventSource source, long version);

  /** Whether its transaction is read-only, so that nothing may be raised in it. */
  boolean isReadOnly();

  /** Whether rows that this session writes belong to it. */
  boolean writesThrough(PersistenceSession session);

  /** The unit of work of this thread; null outside of a transaction. */
  static @Nullable Enlistment current() {
    return CurrentUnitOfWork.get();
  }
}
