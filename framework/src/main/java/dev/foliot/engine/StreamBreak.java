package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;

/**
 * A place in the log where a stream does not go on with the version that follows.
 *
 * @param before the last event of the stream before that place
 * @param at the event that stands there
 */
record StreamBreak(Seen before, Seen at) {
  /** Whether something is missing, rather than that something comes too late or again. */
  boolean isGap() {
    return at.version() > before.version();
  }

  /** Whether it is there: the archive takes events away by right, and a person may repair a log. */
  boolean isRealIn(EventStore log) {
    return at.isStillIn(log) && (isGap() ? !at.followsAnotherIn(log) : before.isStillIn(log));
  }

  OutOfOrderException exception() {
    return isGap()
        ? OutOfOrderException.gap(at, before.version() + 1)
        : OutOfOrderException.late(at, before);
  }
}
