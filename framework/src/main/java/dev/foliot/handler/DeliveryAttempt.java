package dev.foliot.handler;

import dev.foliot.message.Lane;
import dev.foliot.message.Metadata;
import java.util.List;
import java.util.UUID;

/**
 * A message, or the first of several, that will be passed to a handler.
 *
 * @param subscription the handler's name
 * @param kind the kind of the handler
 * @param lane the lane in which the message travelled
 * @param category the category of the message's stream
 * @param streamId the id of the message's stream
 * @param streamVersion the version in the stream; 0 if it is no event
 * @param metadata the message's metadata, as stored
 * @param attempt from 1
 * @param messages how many messages the handler is given at once; in general 1
 * @param messageIds the ids of these messages, in order. If an upcaster has split a message, its id
 *     is listed only with the first part
 */
public record DeliveryAttempt(
    String subscription,
    HandlerKind kind,
    Lane lane,
    String category,
    String streamId,
    long streamVersion,
    Metadata metadata,
    int attempt,
    int messages,
    List<UUID> messageIds) {

  public DeliveryAttempt {
    messageIds = List.copyOf(messageIds);
  }

  /** The message's stream, as the log names it: {@code order-42}. */
  public String stream() {
    return category + "-" + streamId;
  }
}
