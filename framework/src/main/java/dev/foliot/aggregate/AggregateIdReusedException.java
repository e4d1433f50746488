package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamName;

/**
 * An aggregate was created under the id of one that was deleted. The log keeps the old one's
 * events, so a second life would mix with the first. It is no conflict, and not retried.
 */
public final class AggregateIdReusedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient StreamName stream;

  AggregateIdReusedException(StreamName stream) {
    super(
        "Stream %s already has events of an aggregate that was deleted, but a new aggregate of that id was created. Give each aggregate an id of its own; to bring one back, keep its row and mark it deleted."
            .formatted(stream));
    this.stream = stream;
  }

  /** The stream. */
  public StreamName stream() {
    return stream;
  }
}
