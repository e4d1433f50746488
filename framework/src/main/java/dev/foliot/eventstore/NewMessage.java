package dev.foliot.eventstore;

import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import org.jspecify.annotations.Nullable;

/**
 * A message to be appended.
 *
 * @param kind the kind of the message
 * @param stream the stream that it belongs to
 * @param streamVersion the version of an event or a tombstone in its stream, from 1; null for other
 *     kinds
 * @param message payload and metadata
 * @param lane the lane that it takes
 * @param deliveredSynchronously whether the current handlers already ran in this transaction
 */
public record NewMessage(
    MessageKind kind,
    StreamName stream,
    @Nullable Long streamVersion,
    Message message,
    Lane lane,
    boolean deliveredSynchronously) {

  /** Returns the message with the version after this one; unchanged if the version is null. */
  public NewMessage after(@Nullable Long version) {
    return version == null
        ? this
        : new NewMessage(kind, stream, version + 1, message, lane, deliveredSynchronously);
  }

  /** Returns the message as delivered synchronously, in the transaction that stores it. */
  public NewMessage asDeliveredSynchronously() {
    return new NewMessage(kind, stream, streamVersion, message, lane, true);
  }
}
