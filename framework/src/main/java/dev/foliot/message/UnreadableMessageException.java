package dev.foliot.message;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored message whose payload cannot be turned into its class, or whose metadata cannot be read
 * (R9, R27).
 */
public final class UnreadableMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String type;
  private final int typeVersion;
  private final UUID messageId;
  private final String reason;

  UnreadableMessageException(
      String type, int typeVersion, UUID messageId, String reason, @Nullable Throwable cause) {
    super(
        "Message %s of type %s version %s cannot be read: %s"
            .formatted(messageId, type, typeVersion, reason),
        cause);
    this.type = type;
    this.typeVersion = typeVersion;
    this.messageId = messageId;
    this.reason = reason;
  }

  static UnreadableMessageException of(
      RecordedMessage stored, String reason, @Nullable Throwable cause) {
    return new UnreadableMessageException(
        stored.type(), stored.typeVersion(), stored.id(), reason, cause);
  }

  /** The stored type name. */
  public String type() {
    return type;
  }

  /** The stored schema version. */
  public int typeVersion() {
    return typeVersion;
  }

  /** The message. */
  public UUID messageId() {
    return messageId;
  }

  /** Why, in words. */
  public String reason() {
    return reason;
  }
}
