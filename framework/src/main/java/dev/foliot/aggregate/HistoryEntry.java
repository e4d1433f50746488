package dev.foliot.aggregate;

import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;

/**
 * One event in the history of an aggregate. If an upcaster splits a stored event, each part is an
 * entry with the same version.
 *
 * @param message the event with its metadata
 */
public record HistoryEntry(RecordedMessage message) {
  /** The version of the aggregate after this event, from 1. */
  public long version() {
    return message.streamVersion();
  }

  /** The position in the log. */
  public long position() {
    return message.position();
  }

  /** The metadata, such as the time and the cause. */
  public Metadata metadata() {
    return message.metadata();
  }

  /**
   * The event as an object of the current class.
   *
   * @throws dev.foliot.message.UnknownMessageTypeException if no class is declared for the type
   * @throws dev.foliot.message.UnreadableMessageException if the stored content does not fit the
   *     class
   */
  public Object event() {
    return message.payload();
  }

  /** A text for logs, without the event itself, which may contain personal data. */
  @Override
  public String toString() {
    return "%s %s %s".formatted(version(), metadata().occurredAt(), metadata().type());
  }
}
