package dev.foliot.engine;

import dev.foliot.engine.LastVersions.SeenVersion;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;

/**
 * A place in the log where a stream does not continue with the next version.
 *
 * @param stream the stream
 * @param before the last event of the stream before that place
 * @param at the event at that place
 */
record StreamBreak(StreamName stream, SeenVersion before, SeenVersion at) {
  boolean isOf(RecordedMessage message) {
    return stream.id().equals(message.streamId()) && stream.category().equals(message.category());
  }

  /** Whether versions are missing; false if a version comes too late or again. */
  boolean isGap() {
    return at.version() > before.version();
  }

  /**
   * Whether the break is real: the archive may have moved the events, or a person may have repaired
   * the log.
   */
  boolean isRealIn(EventStore log) {
    return at.isStillIn(log, stream) && (isGap() ? !follows(log) : before.isStillIn(log, stream));
  }

  private boolean follows(EventStore log) {
    long version = at.version() - 1;
    return log.readStreamWithArchive(stream, version, version, 1).stream()
        .anyMatch(event -> event.position() < at.position());
  }

  OutOfOrderException exception() {
    return isGap()
        ? OutOfOrderException.gap(stream, at, before.version() + 1)
        : OutOfOrderException.late(stream, at, before);
  }
}
