package dev.foliot.unitofwork;

import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import java.util.concurrent.atomic.AtomicLong;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A raised event of an aggregate, with the message that was being handled, and the number of events
 * before it.
 *
 * @param event the event record
 * @param streamVersion its version in the aggregate's stream, from 1
 * @param ordinal ascending in the order of raising, across aggregates
 * @param cause the message being handled when it was raised; null for none
 * @param requestedPriority the priority set by {@code withPriority} then; null for none
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RaisedEvent(
    Object event,
    long streamVersion,
    long ordinal,
    @Nullable Metadata cause,
    @Nullable Priority requestedPriority) {
  private static final AtomicLong ORDINALS = new AtomicLong();

  /** The event, raised now by this thread. */
  public static RaisedEvent now(Object event, long streamVersion) {
    return new RaisedEvent(
        event,
        streamVersion,
        nextOrdinal(),
        CurrentMessage.get(),
        CurrentMessage.requestedPriority());
  }

  /** Draws the next number in the order in which events are raised and messages are appended. */
  static long nextOrdinal() {
    return ORDINALS.incrementAndGet();
  }
}
