package dev.foliot.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The details of a held message.
 *
 * @param message the held message, with its error
 * @param occurredAt when the message was raised; null if it is not stored any more
 * @param correlationId of the message; null if it is not stored any more
 * @param stored the payload as stored: JSON, with personal data encrypted; null if it is not stored
 *     any more
 * @param payload the payload that the handler would get today, through all upcasters; usually one
 *     part. Personal data is replaced by its placeholders. Empty if it cannot be read
 * @param unreadable why it cannot be read today; null if it can
 * @param stackTrace of the last error
 * @param behind how many messages of the key wait behind it; null if no handler of this application
 *     belongs to the subscription
 * @param more whether more messages wait, because the count has a limit
 */
public record HeldMessageDetails(
    HeldMessage message,
    @Nullable Instant occurredAt,
    @Nullable String correlationId,
    @Nullable String stored,
    List<Part> payload,
    @Nullable String unreadable,
    String stackTrace,
    @Nullable Long behind,
    boolean more) {
  public HeldMessageDetails {
    payload = List.copyOf(payload);
  }

  /**
   * A message in its current form.
   *
   * @param type its type name
   * @param version its schema version
   * @param json its payload
   */
  public record Part(String type, int version, String json) {}
}
