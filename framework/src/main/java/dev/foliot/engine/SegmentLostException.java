package dev.foliot.engine;

/**
 * Another node, or a change of the subscription, has taken the segment over; what was in hand is
 * rolled back.
 */
final class SegmentLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SegmentLostException(String subscription, int segment) {
    super(
        "Segment %s of subscription %s was taken over, by another node or by a change of the subscription; this node rolls back its current batch."
            .formatted(segment, subscription));
  }
}
