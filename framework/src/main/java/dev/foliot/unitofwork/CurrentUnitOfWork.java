package dev.foliot.unitofwork;

import org.jspecify.annotations.Nullable;

/** Which unit of work this thread is in. */
final class CurrentUnitOfWork {
  private static final ThreadLocal<@Nullable Enlistment> BOUND = new ThreadLocal<>();

  private CurrentUnitOfWork() {}

  static @Nullable Enlistment get() {
    return BOUND.get();
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
