package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamName;

/**
 * A new aggregate has the id of a deleted one. The log keeps the events of the deleted aggregate,
 * so both would be mixed. This is not a version conflict, so the command is not retried.
 */
public final class AggregateIdReusedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient StreamName stream;

  AggregateIdReusedException(StreamName stream) {
    super(
        "Stream %s already has events of an aggregate that was deleted, but a new aggregate of that id was created. Give each aggregate an id of its own. If an aggregate may come back, keep its row and mark it as deleted."
            .formatted(stream));
    this.stream = stream;
  }

  /** The stream. */
  public StreamName stream() {
    return stream;
  }
}
