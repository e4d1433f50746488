package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;

/**
 * An event, as it stood in the log when it was seen.
 *
 * @param stream its stream
 * @param version its version in the stream
 * @param position its position in the log
 */
record Seen(StreamName stream, long version, long position) {
  static Seen of(RecordedMessage message) {
    StreamName stream = new StreamName(message.category(), message.streamId());
    return new Seen(stream, message.streamVersion(), message.position());
  }

  boolean is(RecordedMessage message) {
    return message.position() == position && message.streamVersion() == version;
  }

  /** Whether it still stands there, or has gone from there to the archive. */
  boolean isStillIn(EventStore log) {
    return log.readStreamWithArchive(stream, version, version, 1).stream().anyMatch(this::is);
  }

  /** Whether the version before it stands before it in the log, or did until it was archived. */
  boolean followsAnotherIn(EventStore log) {
    return log.readStreamWithArchive(stream, version - 1, version - 1, 1).stream()
        .anyMatch(before -> before.position() < position);
  }
}
