package dev.foliot.command;

import java.util.UUID;

/**
 * The command was not processed: a submitted command with the same idempotency key may still
 * succeed, or has failed for good.
 */
public final class CommandNotEndedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String type;
  private final String idempotencyKey;
  private final UUID firstId;
  private final boolean failed;

  CommandNotEndedException(String type, String idempotencyKey, UUID firstId, boolean failed) {
    super(
        "Command %s with idempotency key %s was not processed, because command %s with this key %s. Only one of them may succeed. %s"
            .formatted(
                type,
                idempotencyKey,
                firstId,
                failed ? "has failed and is not tried again" : "is submitted and has not ended",
                failed
                    ? "Send a new command with another key."
                    : "Wait for the first one with its receipt, retry it if it is parked, or repeat this later."));
    this.type = type;
    this.idempotencyKey = idempotencyKey;
    this.firstId = firstId;
    this.failed = failed;
  }

  /** The declared name of the commands' type. */
  public String type() {
    return type;
  }

  /** The key that both commands have. */
  public String idempotencyKey() {
    return idempotencyKey;
  }

  /** The id of the first command with the key. */
  public UUID firstId() {
    return firstId;
  }

  /**
   * Whether the first command has failed for good, because it was skipped or discarded; otherwise
   * it waits, or is parked and may be retried.
   */
  public boolean isFailed() {
    return failed;
  }
}
