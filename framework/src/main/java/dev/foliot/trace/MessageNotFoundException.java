package dev.foliot.trace;

import java.util.UUID;

/** Neither the log nor the archive has a message with the id. */
public final class MessageNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final UUID messageId;

  MessageNotFoundException(UUID messageId) {
    super(
        "There is no message %s in the log or its archive. Pass the id of a stored message, Metadata.id() of an event; commands are not stored."
            .formatted(messageId));
    this.messageId = messageId;
  }

  /** The given id. */
  public UUID messageId() {
    return messageId;
  }
}
