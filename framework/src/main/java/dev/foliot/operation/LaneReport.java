package dev.foliot.operation;

import dev.foliot.message.Lane;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one lane of a segment.
 *
 * @param lane the lane
 * @param position the position up to which everything is done or held; a running engine may have
 *     read further, because it saves skipped messages only at intervals
 * @param handled the number of handled messages since the segment exists; messages behind a failed
 *     one count for the primary lane
 * @param perSecond handled messages per second, since the oldest report of this node in the last
 *     minute; null without such a report
 * @param lag the remaining messages; null if no handler of this application belongs to the
 *     subscription
 */
public record LaneReport(
    Lane lane, long position, long handled, @Nullable Double perSecond, @Nullable Lag lag) {}
