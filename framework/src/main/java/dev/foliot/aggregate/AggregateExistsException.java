package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * A new aggregate has the id of an existing one. If two transactions create it at once, the later
 * one gets this exception. Nothing was stored. This is not a version conflict, so the command is
 * not retried.
 */
public final class AggregateExistsException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient StreamName stream;

  AggregateExistsException(StreamName stream) {
    this(stream, null);
  }

  AggregateExistsException(StreamName stream, @Nullable Throwable cause) {
    super(
        "There already is a %s with the id %s, so a new one cannot be created. Load the existing one with get(id), or give the new one an id of its own."
            .formatted(stream.category(), stream.id()),
        cause);
    this.stream = stream;
  }

  /** The stream of the aggregate that exists. */
  public StreamName stream() {
    return stream;
  }
}
