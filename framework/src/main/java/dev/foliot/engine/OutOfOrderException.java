package dev.foliot.engine;

import dev.foliot.engine.LastVersions.SeenVersion;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.ParkedAtOnce;

/**
 * Thrown if a message would be handled out of the order of its stream. The cause is a log or
 * checkpoint that was changed or has lost rows, or a bug in Foliot. The message is parked without
 * having been handled, and its key waits.
 */
public final class OutOfOrderException extends RuntimeException implements ParkedAtOnce {
  private static final long serialVersionUID = 1;
  private final transient StreamName stream;
  private final long expectedVersion;
  private final long actualVersion;

  private OutOfOrderException(
      StreamName stream, SeenVersion actual, String expected, long expectedVersion) {
    super(
        "Stream %s would be handled out of order: %s was expected, but version %s came, at position %s of the log. The log or the checkpoint was changed by hand, or has lost messages. Run domain.verifyLog() and repair the problems that it finds; then retry the message, which handles it in any case, or discard it."
            .formatted(stream, expected, actual.version(), actual.position()));
    this.stream = stream;
    this.expectedVersion = expectedVersion;
    this.actualVersion = actual.version();
  }

  /** The versions of a stream have no gap, but the log skips some. */
  static OutOfOrderException gap(StreamName stream, SeenVersion actual, long expectedVersion) {
    return new OutOfOrderException(stream, actual, "version " + expectedVersion, expectedVersion);
  }

  /** The message, or a later one of the stream, was handled before. */
  static OutOfOrderException late(StreamName stream, SeenVersion actual, SeenVersion before) {
    return new OutOfOrderException(
        stream, actual, "a version above " + before.version(), before.version() + 1);
  }

  /** The stream. */
  public StreamName stream() {
    return stream;
  }

  /** The expected version; if versions may be skipped, the lowest one. */
  public long expectedVersion() {
    return expectedVersion;
  }

  /** The version that came. */
  public long actualVersion() {
    return actualVersion;
  }
}
