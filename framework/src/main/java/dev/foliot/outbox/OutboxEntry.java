package dev.foliot.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox.
 *
 * @param id ascending in the order of writing, for each key
 * @param message the message to publish
 * @param status its status
 * @param attempts how often it was tried
 * @param nextAttemptAt when it is tried again; null if it is due now, or not tried any more
 * @param publishedAt when the broker stored it; null if it is not published
 * @param error the text of the last error; null for none
 * @param discard the discard; null if it was not discarded
 */
public record OutboxEntry(
    long id,
    OutboundMessage message,
    OutboxStatus status,
    int attempts,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant publishedAt,
    @Nullable String error,
    @Nullable Discard discard) {

  /**
   * The discard of an entry by an operator.
   *
   * @param by the person
   * @param at the time
   * @param reason the reason
   */
  public record Discard(String by, Instant at, String reason) {}
}
