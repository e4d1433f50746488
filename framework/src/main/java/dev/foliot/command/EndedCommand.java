package dev.foliot.command;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a submitted command.
 *
 * @param id the id of the command
 * @param type the declared name of its type
 * @param submittedAt when it was submitted
 * @param status the final status
 * @param result the result as stored JSON; null for none
 * @param error why it failed; null if it did not
 */
record EndedCommand(
    UUID id,
    String type,
    Instant submittedAt,
    CommandStatus status,
    @Nullable String result,
    @Nullable String error) {
  /**
   * When it ended: now, but never before its submission. The clock may have jumped back, and the
   * record must be kept for the whole retention: without it the command would look as if it had not
   * ended, and its idempotency key would be free.
   */
  Instant endedAt(Instant now) {
    return now.isBefore(submittedAt) ? submittedAt : now;
  }
}
