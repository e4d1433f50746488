package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.message.Lane;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The committed progress of a subscription at one moment. A checkpoint may lag behind messages that
 * the subscription does not want, but never behind one that it has handled.
 *
 * @param since the end of the log when it was registered
 * @param layout its current and former segments
 * @param checkpoints of both lanes of all segments
 * @param ahead positions in the backfill lane that were done before its checkpoint
 * @param held how many keys it holds
 * @param paused why it is paused; null if it is not
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record StoredProgress(
    long since,
    SegmentLayout layout,
    List<Checkpoint> checkpoints,
    Set<Long> ahead,
    long held,
    @Nullable String paused) {

  /** The position up to which every message was passed: handled, skipped, or held. */
  public long lowest() {
    return checkpoints.stream().mapToLong(Checkpoint::position).min().orElse(0);
  }

  /** The position of the segment that a key belongs to. */
  public long position(String key, Lane lane) {
    return checkpoints.stream()
        .filter(each -> each.lane() == lane && layout.isIn(each.segment(), key))
        .mapToLong(Checkpoint::position)
        .findFirst()
        .orElse(0);
  }

  /** Whether a message that it wants was passed: handled, skipped, or held. */
  public boolean hasPassed(String key, Lane lane, long position) {
    return position(key, lane) >= position
        || (lane == Lane.BACKFILL && ahead.contains(position))
        || layout.wasPassed(key, lane, position);
  }
}
