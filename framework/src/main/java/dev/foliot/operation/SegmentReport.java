package dev.foliot.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a subscription.
 *
 * @param segment from 0
 * @param owner the node that delivers it; null for none
 * @param owned whether the lease of this node has not expired, by the database's clock
 * @param waiting the number of keys that wait for the next attempt of a failed message
 * @param parked the number of keys that wait for a person
 * @param lanes its lanes, primary first
 */
public record SegmentReport(
    int segment,
    @Nullable String owner,
    boolean owned,
    int waiting,
    int parked,
    List<LaneReport> lanes) {
  public SegmentReport {
    lanes = List.copyOf(lanes);
  }
}
