package dev.foliot.engine;

/** What only one node steps at a time: a segment of a subscription, or an owned work. */
interface Owned extends Stepped {
  /** What is owned. */
  SegmentId id();

  /** The fencing token under which this node owns it. */
  long token();
}
