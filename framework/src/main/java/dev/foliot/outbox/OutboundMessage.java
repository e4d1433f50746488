package dev.foliot.outbox;

import dev.foliot.message.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * A message that the outbox publishes to a broker.
 *
 * @param destination a topic or queue, as {@code @DomainEvent(publish = …)} names it
 * @param key the stream of the event, as {@link dev.foliot.message.StreamKey} writes it, such as
 *     {@code order-42}; messages of one key are published in order
 * @param metadata of the event itself
 * @param json the event as stored
 */
public record OutboundMessage(String destination, String key, Metadata metadata, String json) {

  /** The same message, sent from within the span; null for no change. */
  OutboundMessage tracedBy(@Nullable String traceParent) {
    return traceParent == null
        ? this
        : new OutboundMessage(destination, key, metadata.tracedBy(traceParent), json);
  }
}
