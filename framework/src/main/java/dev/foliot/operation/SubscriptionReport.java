package dev.foliot.operation;

import dev.foliot.engine.CircuitReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a subscription, on all nodes.
 *
 * @param name its stable name
 * @param known whether this application has its handler; if not, it may be removed
 * @param pausedAt the beginning of the pause; null if it is not paused
 * @param pausedReason the operator's reason; null if it is not paused
 * @param circuits the living nodes on which it pauses because all of its messages fail
 * @param since the position of the end of the log when it was registered
 * @param waiting the number of keys that wait for the next attempt of a failed message
 * @param parked the number of keys that wait for a person
 * @param handled the number of messages that all its segments have handled
 * @param perSecond handled messages per second, as for a lane; null in the first report
 * @param lag of all segments and lanes together; null if it is not known
 * @param staleness the age of the oldest message that it has not handled yet, also a held message;
 *     zero if there is no such message; null if the age is not known
 * @param segments each of its segments
 */
public record SubscriptionReport(
    String name,
    boolean known,
    @Nullable Instant pausedAt,
    @Nullable String pausedReason,
    List<CircuitReport> circuits,
    long since,
    int waiting,
    int parked,
    long handled,
    @Nullable Double perSecond,
    @Nullable Lag lag,
    @Nullable Duration staleness,
    List<SegmentReport> segments) {
  public SubscriptionReport {
    circuits = List.copyOf(circuits);
    segments = List.copyOf(segments);
  }

  /** Whether an operator has paused it. */
  public boolean paused() {
    return pausedAt != null;
  }
}
