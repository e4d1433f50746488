package dev.foliot.command;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command with this idempotency key has succeeded before, and the caller set {@code
 * refuseRepeats()}. Nothing was done. It is no failure of the first command, whose result it
 * carries.
 */
public final class DuplicateCommandException extends RuntimeException {
  private final String type;
  private final String idempotencyKey;
  private final UUID firstId;
  private final transient @Nullable Object result;

  DuplicateCommandException(
      String type, String idempotencyKey, UUID firstId, @Nullable Object result) {
    super(
        "Command %s with idempotency key %s has succeeded before, as command %s. Its handler is not called again, because the caller asked to refuse repeats. Take the first result from this exception, or leave refuseRepeats() out to get it returned."
            .formatted(type, idempotencyKey, firstId));
    this.type = type;
    this.idempotencyKey = idempotencyKey;
    this.firstId = firstId;
    this.result = result;
  }

  /** The declared name of the command's type. */
  public String type() {
    return type;
  }

  /** The key that both commands have. */
  public String idempotencyKey() {
    return idempotencyKey;
  }

  /** The id of the first command. */
  public UUID firstId() {
    return firstId;
  }

  /** The result of the first command; null if its handler returned nothing. */
  public @Nullable Object result() {
    return result;
  }
}
