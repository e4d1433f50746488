package dev.foliot.unitofwork;

import org.jspecify.annotations.Nullable;

/** Which unit of work this thread is in. */
final class CurrentUnitOfWork {
  private static final ThreadLocal<@Nullable Enlistment> BOUND = new ThreadLocal<>();

  private CurrentUnitOfWork() {}

  static @Nullable Enlistment get() {
    return abandoned() == null ? BOUND.get() : null;
  }

  /**
   * The unit of work that is still bound although its transaction has ended; null if there is none.
   * Spring calls no callback if a synchronization of the application throws an undeclared checked
   * exception before the commit.
   */
  static @Nullable UnitOfWork abandoned() {
    return BOUND.get() instanceof UnitOfWork unit && unit.transaction().isCompleted() ? unit : null;
  }

  static void bind(Enlistment unit) {
    BOUND.set(unit);
  }

  static void unbind(Enlistment unit) {
    if (BOUND.get() == unit) {
      BOUND.remove();
    }
  }
}
