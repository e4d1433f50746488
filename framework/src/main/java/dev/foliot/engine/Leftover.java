package dev.foliot.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message or entry that is not done at the end of a run in test mode.
 *
 * @param what the reason
 * @param where the subscription, or {@code outbox}
 * @param key the sequencing key that waits
 * @param messageType the type name of the message that failed
 * @param attempts how often it was tried
 * @param dueAt when it is tried again; null if never
 * @param error the text of its last error; null for none
 */
public record Leftover(
    What what,
    String where,
    String key,
    String messageType,
    int attempts,
    @Nullable Instant dueAt,
    @Nullable String error) {

  /** Why something is left. */
  public enum What {
    /** The message failed, and waits for its next attempt. */
    WAITING,
    /** The message failed for good. */
    PARKED
  }
}
