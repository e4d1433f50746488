package dev.foliot.message;

import java.util.List;
import java.util.Optional;

/**
 * The kinds of stored messages. The codes are open: a reader skips the codes that it does not know,
 * so that a later version may add some.
 */
public enum MessageKind {
  /** Raised by an aggregate; has a stream version. */
  EVENT(1),
  /** A request to change something. */
  COMMAND(2),
  /** A request to read; never stored. */
  QUERY(3),
  /**
   * A message of the broker inside the database: category is the destination, stream is the key.
   */
  PUBLISHED(4),
  /** The end of a stream: it has a stream version, and no event comes after it. */
  TOMBSTONE(5);

  private static final List<MessageKind> ALL = List.of(values());

  private final int code;

  MessageKind(int code) {
    this.code = code;
  }

  /** The code in the {@code kind} column. */
  public int code() {
    return code;
  }

  /** The kind with this code, or empty if this version knows none. */
  public static Optional<MessageKind> of(int code) {
    for (MessageKind kind : ALL) {
      if (kind.code == code) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
