package dev.foliot.aggregate;

import dev.foliot.message.Given;
import dev.foliot.message.Metadata;
import dev.foliot.message.ReservedHeaders;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that happened earlier, in another system or another store, with the metadata that it had
 * there. Immutable: each method returns a copy.
 *
 * @param event the event record
 * @param occurredAt when it happened; null for now
 * @param id its id; null for a new one. With a given id, a second append of the event is refused
 * @param correlationId its correlation; null for a new one
 * @param causationId the id of its cause; null for none
 * @param headers the application's own entries, and the user who caused the event ({@link
 *     Metadata#USER}); no other name may begin with {@code foliot-}
 */
public record PastEvent(
    Object event,
    @Nullable Instant occurredAt,
    @Nullable UUID id,
    @Nullable String correlationId,
    @Nullable UUID causationId,
    Map<String, String> headers) {

  public PastEvent {
    Given.value(event, "PastEvent", "an event");
    headers = Map.copyOf(headers);
    headers.keySet().stream()
        .filter(name -> !name.equals(Metadata.USER))
        .forEach(name -> ReservedHeaders.refuse(name, "PastEvent"));
  }

  /** Returns the event with the metadata of an event that happens now and has no cause. */
  public static PastEvent of(Object event) {
    return new PastEvent(event, null, null, null, null, Map.of());
  }

  /** Sets the time at which it happened. */
  public PastEvent at(Instant instant) {
    return new PastEvent(event, instant, id, correlationId, causationId, headers);
  }

  /** Sets its id. */
  public PastEvent id(UUID eventId) {
    return new PastEvent(event, occurredAt, eventId, correlationId, causationId, headers);
  }

  /** Sets its correlation id. */
  public PastEvent correlationId(String correlation) {
    Given.text(correlation, "PastEvent.correlationId", "an id");
    return new PastEvent(event, occurredAt, id, correlation, causationId, headers);
  }

  /** Sets the id of the message that caused it. */
  public PastEvent causationId(UUID cause) {
    return new PastEvent(event, occurredAt, id, correlationId, cause, headers);
  }

  /**
   * Adds a header.
   *
   * @throws IllegalArgumentException if the name begins with {@code foliot-}, except {@link
   *     Metadata#USER}
   */
  public PastEvent header(String name, String value) {
    Given.text(name, "PastEvent.header", "a name");
    Given.value(value, "PastEvent.header", "a value");
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new PastEvent(event, occurredAt, id, correlationId, causationId, more);
  }
}
