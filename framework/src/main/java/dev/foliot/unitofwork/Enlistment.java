package dev.foliot.unitofwork;

import org.jspecify.annotations.Nullable;

/**
 * The unit of work of the current thread, as aggregates see it: the place where they make
 * themselves known. It needs neither Spring nor a database, and in a test of a plain aggregate
 * there is none.
 */
public interface Enlistment {
  /**
   * From now on what {@code source} raised, and still raises, is stored with this unit of work.
   *
   * @throws IllegalStateException if it has pending events and the unit of work has already written
   *     its last events
   */
  void enlist(EventSource source);

  /** Whether its transaction is read-only, so that nothing may be raised in it. */
  boolean isReadOnly();

  /** The unit of work of this thread; null outside of a transaction. */
  static @Nullable Enlistment current() {
    return CurrentUnitOfWork.get();
  }
}
