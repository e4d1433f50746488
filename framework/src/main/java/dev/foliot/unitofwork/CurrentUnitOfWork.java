package dev.foliot.unitofwork;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The current unit of work of this thread. */
final class CurrentUnitOfWork {
  private static final ThreadLocal<@Nullable Bound> BOUND = new ThreadLocal<>();

  /**
   * A unit of work of this thread.
   *
   * @param active whether its transaction is not suspended
   * @param outer the one around it
   */
  private record Bound(Enlistment unit, BooleanSupplier active, @Nullable Bound outer) {}

  private CurrentUnitOfWork() {}

  static @Nullable Enlistment get() {
    Bound bound = BOUND.get();
    return bound != null && abandoned() == null && bound.active.getAsBoolean() ? bound.unit : null;
  }

  /**
   * The unit of work that is still bound although its transaction has ended; null if there is none.
   * Spring calls no callback if a synchronization of the application throws an undeclared checked
   * exception before the commit.
   */
  static @Nullable UnitOfWork abandoned() {
    Bound bound = BOUND.get();
    return bound != null
            && bound.unit instanceof UnitOfWork unit
            && unit.transaction().isCompleted()
        ? unit
        : null;
  }

  /** Makes it the current one, also again after nested units of work. */
  static void bind(Enlistment unit) {
    put(unit, () -> true);
  }

  /**
   * Suspends it: until it is bound again, it is the current one only while its transaction
   * continues.
   */
  static void suspend(Enlistment unit, BooleanSupplier goesOn) {
    put(unit, goesOn);
  }

  private static void put(Enlistment unit, BooleanSupplier active) {
    Bound top = BOUND.get();
    Bound same = top;
    while (same != null && same.unit != unit) {
      same = same.outer;
    }
    BOUND.set(new Bound(unit, active, same == null ? top : same.outer));
  }

  static void unbind(Enlistment unit) {
    Bound bound = BOUND.get();
    if (bound == null || bound.unit != unit) {
      return;
    }
    if (bound.outer == null) {
      BOUND.remove();
    } else {
      BOUND.set(bound.outer);
    }
  }
}
