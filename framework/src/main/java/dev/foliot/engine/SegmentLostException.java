package dev.foliot.engine;

import dev.foliot.work.WorkLostException;

/**
 * Thrown if another node, or a change of the subscription, has taken the segment over; the running
 * batch is rolled back.
 */
final class SegmentLostException extends WorkLostException {
  private static final long serialVersionUID = 1;

  SegmentLostException(String subscription, int segment) {
    super(
        "Segment %s of subscription %s".formatted(segment, subscription),
        "another node or by a change of the subscription");
  }
}
