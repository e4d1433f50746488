package dev.foliot.engine;

import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The distribution of a subscription's keys: among the current segments, and among the previous
 * segments until the current segments have reached their positions. Messages that a key's former
 * segment had passed are done.
 *
 * @param segments the current number of segments
 * @param former the previous layouts, until the current checkpoints have reached their positions
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record SegmentLayout(int segments, List<FormerLayout> former) {

  /**
   * The positions of the former segments at the time when the number of segments was changed.
   *
   * @param primary the position of each former segment in the primary lane, by the number of the
   *     segment
   * @param backfill the position of each former segment in the backfill lane
   */
  record FormerLayout(List<Long> primary, List<Long> backfill) {

    private long position(Lane lane, String key) {
      List<Long> positions = lane == Lane.PRIMARY ? primary : backfill;
      return positions.get(Subscription.segmentOf(key, positions.size()));
    }
  }

  public boolean isIn(int segment, String key) {
    return segments == 1 || Subscription.segmentOf(key, segments) == segment;
  }

  /** Whether a segment that the key had before has passed the message. */
  public boolean wasPassed(String key, RecordedMessage message) {
    return wasPassed(key, message.lane(), message.position());
  }

  boolean wasPassed(String key, Lane lane, long position) {
    for (FormerLayout each : former) { // for every message; there is seldom any
      if (position <= each.position(lane, key)) {
        return true;
      }
    }
    return false;
  }

  /** The highest position of all former segments; 0 if there are none. */
  public long furthest() {
    return former.stream()
        .flatMap(each -> Stream.of(each.primary(), each.backfill()))
        .flatMap(List::stream)
        .reduce(0L, Math::max);
  }

  /**
   * The highest position that the primary lane of the key ever had; {@code primary} is its current
   * one.
   */
  public long furthest(String key, long primary) {
    return former.stream()
        .mapToLong(each -> each.position(Lane.PRIMARY, key))
        .reduce(primary, Math::max);
  }
}
