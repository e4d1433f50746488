package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamName;

/** Thrown if code changes an aggregate that was loaded at an earlier version. */
public final class PastAggregateException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient StreamName stream;
  private final long version;

  PastAggregateException(StreamName stream, long version, String change) {
    super(
        "Aggregate %s was loaded at the earlier version %s, which cannot change: %s is refused. Load the current aggregate with get(id), and change that one."
            .formatted(stream, version, change));
    this.stream = stream;
    this.version = version;
  }

  /** The aggregate's stream. */
  public StreamName stream() {
    return stream;
  }

  /** The version at which it was loaded. */
  public long version() {
    return version;
  }
}
