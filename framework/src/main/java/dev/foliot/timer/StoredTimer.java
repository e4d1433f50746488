package dev.foliot.timer;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * A timer with its message.
 *
 * @param number ascends in the order in which timers were set
 * @param message its message, as it was stored
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record StoredTimer(TimerKey key, Instant dueAt, long number, NewMessage message) {
  static final Comparator<StoredTimer> IN_ORDER =
      Comparator.comparing(StoredTimer::dueAt).thenComparingLong(StoredTimer::number);

  UUID messageId() {
    return message.message().metadata().id();
  }

  /** Returns this timer with another due time. */
  public StoredTimer at(Instant otherDueAt) {
    return new StoredTimer(key, otherDueAt, number, message);
  }

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
