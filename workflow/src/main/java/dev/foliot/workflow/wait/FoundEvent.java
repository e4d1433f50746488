package dev.foliot.workflow.wait;

import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;

/**
 * An event that a run may wait for.
 *
 * @param message a part of a stored event, of a current type
 * @param fields its components as JSON, decrypted
 * @param payload the event as JSON, with its personal data sealed; made once for all waits
 */
record FoundEvent(RecordedMessage message, JsonNode fields, SingletonSupplier<String> payload) {
  long position() {
    return message.position();
  }

  Instant occurredAt() {
    return message.metadata().occurredAt();
  }

  String type() {
    return message.type();
  }

  /** The canonical value of a component; empty if the event has no such component. */
  String value(String component) {
    JsonNode value = fields.path(component);
    return value.isMissingNode() ? "" : CanonicalJson.of(value);
  }
}
