package dev.foliot.timer;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * The timers that one unit of work changes. The last change of each is written with all others,
 * right before the log. Until then {@link Timers} does not find them.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class TimersOfUnit {
  private final Timers timers;
  private final Consumer<NewTimer> listener;
  private final Map<TimerKey, Optional<NewTimer>> changes = new LinkedHashMap<>();

  private TimersOfUnit(Timers timers, Consumer<NewTimer> listener) {
    this.timers = timers;
    this.listener = listener;
  }

  /** The timers of the unit of work of this thread. */
  static TimersOfUnit current(Timers timers, Consumer<NewTimer> listener) {
    UnitOfWork unit = UnitOfWork.required();
    return (TimersOfUnit) unit.kept(timers).orElseGet(() -> begin(unit, timers, listener));
  }

  private static TimersOfUnit begin(UnitOfWork unit, Timers timers, Consumer<NewTimer> listener) {
    TimersOfUnit begun = new TimersOfUnit(timers, listener);
    unit.keep(timers, begun);
    unit.beforeLog(begun::write);
    return begun;
  }

  /** Sets a timer, in the place of one with the same key. */
  public void set(TimerKey key, Instant dueAt, NewMessage message) {
    NewTimer timer = new NewTimer(key, dueAt, message);
    listener.accept(timer);
    change(key, Optional.of(timer));
  }

  /** Removes a timer, if it has not fired. */
  public void cancel(TimerKey key) {
    change(key, Optional.empty());
  }

  /** Timers that are due at one instant fire in the order in which they were set. */
  private void change(TimerKey key, Optional<NewTimer> change) {
    changes.remove(key);
    changes.put(key, change);
  }

  private void write() {
    List<TimerKey> cancelled = new ArrayList<>();
    List<NewTimer> set = new ArrayList<>();
    changes.forEach((key, change) -> change.ifPresentOrElse(set::add, () -> cancelled.add(key)));
    timers.cancel(cancelled);
    timers.put(set);
  }
}
