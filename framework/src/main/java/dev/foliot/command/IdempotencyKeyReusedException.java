package dev.foliot.command;

import java.util.UUID;

/**
 * A command has the idempotency key of another command of its type, but is not equal to that one.
 * Nothing was done. Personal data is not compared.
 */
public final class IdempotencyKeyReusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String type;
  private final String idempotencyKey;
  private final UUID firstId;

  IdempotencyKeyReusedException(String type, String idempotencyKey, UUID firstId) {
    super(
        "Command %s has idempotency key %s of command %s, but is not equal to it. Repeat the first command unchanged, or give this one a key of its own."
            .formatted(type, idempotencyKey, firstId));
    this.type = type;
    this.idempotencyKey = idempotencyKey;
    this.firstId = firstId;
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
}
