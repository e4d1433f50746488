package dev.foliot.timer;

import dev.foliot.eventstore.NewMessage;
import java.time.Instant;
import org.apiguardian.api.API;

/**
 * Receives every timer that is set, on the thread and in the transaction that set it. The
 * transaction may still roll back.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface TimerListener {
  /** Called when a timer was set. */
  void set(TimerKey key, Instant dueAt, NewMessage message);
}
