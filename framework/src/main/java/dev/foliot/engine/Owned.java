package dev.foliot.engine;

/** Work that only one node does at a time: a segment of a subscription, or a duty. */
interface Owned extends Work {
  /** What is owned. */
  SegmentId id();

  /** The fencing token under which this node owns it. */
  long token();

  /** Saves what is known only here, before it is let go. */
  void save();
}
