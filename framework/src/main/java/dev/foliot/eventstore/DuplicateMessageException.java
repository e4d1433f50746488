package dev.foliot.eventstore;

import java.util.List;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;

/** The id of an appended message is in the log already. Nothing of the append was stored. */
public final class DuplicateMessageException extends DuplicateKeyException {
  private static final long serialVersionUID = 1;
  private final UUID messageId;

  private DuplicateMessageException(UUID messageId, Throwable cause) {
    super(
        "Message %s is in the log already, and an id is used once. Roll back, and append it with a new id."
            .formatted(messageId),
        cause);
    this.messageId = messageId;
  }

  /** Finds the message whose id the database names in its error text. */
  static DuplicateMessageException among(List<NewRow> rows, DuplicateKeyException cause) {
    String text = String.valueOf(cause.getMessage());
    UUID id =
        rows.stream()
            .map(NewRow::id)
            .filter(each -> text.contains(each.toString()))
            .findFirst()
            .orElse(rows.get(0).id());
    return new DuplicateMessageException(id, cause);
  }

  /** The message. */
  public UUID messageId() {
    return messageId;
  }
}
