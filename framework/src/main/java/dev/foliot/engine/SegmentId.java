package dev.foliot.engine;

import java.util.Comparator;

/**
 * The id of a segment of a subscription, or of a work, which has one segment.
 *
 * @param subscription the name of the subscription or work
 * @param number from 0
 */
record SegmentId(String subscription, int number) implements Comparable<SegmentId> {
  private static final Comparator<SegmentId> ORDER =
      Comparator.comparing(SegmentId::subscription).thenComparingInt(SegmentId::number);

  @Override
  public int compareTo(SegmentId other) {
    return ORDER.compare(this, other);
  }
}
