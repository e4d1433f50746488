package dev.foliot.engine;

/**
 * A part of the engine that only one node steps at a time: a segment of a subscription, or an owned
 * work.
 */
interface OwnedPart extends SteppedPart {
  /** Returns its id. */
  SegmentId id();

  /** The fencing token under which this node owns it. */
  long token();
}
