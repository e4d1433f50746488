package dev.foliot.unitofwork;

import dev.foliot.eventstore.AppendedPositions;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Given;
import dev.foliot.message.Lane;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Tombstone;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Makes messages of raised events, and writes them to the log and the outbox.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RecordEvents {
  private final MessageFactory messages;
  private final MessageTypes types;
  private final LaneRule lanes;
  private final EventStore store;
  private final OutboxWriter outbox;

  public RecordEvents(
      MessageFactory messages,
      MessageTypes types,
      LaneRule lanes,
      EventStore store,
      OutboxWriter outbox) {
    this.messages = messages;
    this.types = types;
    this.lanes = lanes;
    this.store = store;
    this.outbox = outbox;
  }

  /** The message for the log. */
  NewMessage message(StreamName stream, RaisedEvent raised, boolean deliveredSynchronously) {
    Message message = messages.raised(raised.event(), raised.cause(), raised.requestedPriority());
    return new NewMessage(
        MessageKind.EVENT,
        stream,
        raised.streamVersion(),
        message,
        lanes.laneOf(message.metadata().priority().value()),
        deliveredSynchronously);
  }

  /**
   * The tombstone of a stream.
   *
   * @throws IllegalArgumentException if the reason is blank
   */
  NewMessage tombstone(StreamName stream, long version, String reason) {
    Given.value(reason, "repository.close", "a reason");
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "Stream %s cannot be closed without a reason. Give a reason for later readers."
              .formatted(stream));
    }
    Message message =
        messages.raised(
            new Tombstone(reason), CurrentMessage.get(), CurrentMessage.requestedPriority());
    return new NewMessage(MessageKind.TOMBSTONE, stream, version, message, Lane.PRIMARY, false);
  }

  /**
   * The last writes of a unit of work: everything in one batch, then the outbox.
   *
   * @param published the messages among them that leave the application
   * @return the positions of the messages
   */
  Optional<AppendedPositions> write(List<NewMessage> messages, List<NewMessage> published) {
    Optional<AppendedPositions> positions = store.append(messages);
    if (!published.isEmpty()) {
      outbox.write(published);
    }
    return positions;
  }

  /** Whether an event leaves the application. */
  boolean isPublished(NewMessage event) {
    return types.of(event.message().payload().getClass()).publishTo() != null;
  }
}
