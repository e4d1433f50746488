package dev.foliot.command;

import dev.foliot.message.Metadata;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command with this idempotency key exists already, and the caller set {@code refuseRepeats()}.
 * Nothing was done. The first command has not failed, and the exception has its result.
 */
public final class DuplicateCommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String type;
  private final UUID repeatId;
  private final String idempotencyKey;
  private final UUID firstId;
  private final transient @Nullable Object result;

  private DuplicateCommandException(
      Metadata repeat,
      String idempotencyKey,
      UUID firstId,
      @Nullable Object result,
      String happened) {
    super(
        "Command %s with idempotency key %s %s before, as command %s. The repeat is refused, because the caller set refuseRepeats(). Take the id and the result of the first command from this exception, or leave refuseRepeats() out."
            .formatted(repeat.type(), idempotencyKey, happened, firstId));
    this.type = repeat.type();
    this.repeatId = repeat.id();
    this.idempotencyKey = idempotencyKey;
    this.firstId = firstId;
    this.result = result;
  }

  static DuplicateCommandException succeeded(
      Metadata repeat, String idempotencyKey, UUID firstId, @Nullable Object result) {
    return new DuplicateCommandException(repeat, idempotencyKey, firstId, result, "has succeeded");
  }

  static DuplicateCommandException submitted(Metadata repeat, String idempotencyKey, UUID firstId) {
    return new DuplicateCommandException(repeat, idempotencyKey, firstId, null, "was sent");
  }

  /** Whether this command was refused, and not a command that its handler has sent. */
  boolean refused(Metadata command) {
    return repeatId.equals(command.id());
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

  /**
   * The result of the first command. Null if its handler returned nothing, or if the repeat was
   * submitted.
   */
  public @Nullable Object result() {
    return result;
  }
}
