package dev.foliot.timer;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import java.time.Instant;
import java.util.Comparator;
import org.apiguardian.api.API;

/**
 * A timer that has been taken out of the table because it is due.
 *
 * @param number ascends in the order in which timers were set
 * @param message its message, as it was stored
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record DueTimer(TimerKey key, Instant dueAt, long number, NewMessage message) {
  static final Comparator<DueTimer> IN_ORDER =
      Comparator.comparing(DueTimer::dueAt).thenComparingLong(DueTimer::number);

  /** The message for the log; its metadata has the due time, also after an outage (R42). */
  NewMessage toLog() {
    Message stored = message.message();
    return new NewMessage(
        message.kind(),
        message.stream(),
        message.streamVersion(),
        new Message(
            stored.payload(), stored.metadata().withHeader(Metadata.DUE_AT, dueAt.toString())),
        message.lane(),
        message.deliveredSynchronously());
  }
}
