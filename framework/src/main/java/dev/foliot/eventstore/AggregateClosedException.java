package dev.foliot.eventstore;

import java.time.Instant;

/**
 * The aggregate was closed: its stream ends with a tombstone and takes no more events. This is not
 * a version conflict, so the command is not retried.
 */
public final class AggregateClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient StreamName stream;
  private final Instant closedAt;
  private final String reason;

  AggregateClosedException(StreamName stream, Instant closedAt, String reason) {
    super(
        "Stream %s was closed at %s (%s) and takes no more events. Give a new aggregate an id of its own; the events of the closed one can be read by historyOf."
            .formatted(stream, closedAt, reason));
    this.stream = stream;
    this.closedAt = closedAt;
    this.reason = reason;
  }

  /** The aggregate's stream. */
  public StreamName stream() {
    return stream;
  }

  /** When it was closed. */
  public Instant closedAt() {
    return closedAt;
  }

  /** The reason for the close. */
  public String reason() {
    return reason;
  }
}
