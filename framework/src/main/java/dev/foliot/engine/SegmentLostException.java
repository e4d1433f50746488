package dev.foliot.engine;

/** Another node has taken the segment over; what was in hand is rolled back. */
final class SegmentLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SegmentLostException(String subscription, int segment) {
    super(
        "Segment %s of subscription %s was taken over by another node; this node stops delivering it."
            .formatted(segment, subscription));
  }
}
