package dev.foliot.operation;

import dev.foliot.message.Lane;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one lane of a segment.
 *
 * @param lane the lane
 * @param position everything up to here is done or held; a running engine may be further, as it
 *     saves skipped messages only now and then
 * @param handled how many messages it has handled since the segment exists; messages behind a
 *     failed one count for the primary lane
 * @param perSecond messages handled a second, over the last minute at the most in which this node
 *     was asked; null if it was not asked before
 * @param lag the remaining messages; null if no handler of this application belongs to the
 *     subscription
 */
public record LaneReport(
    Lane lane, long position, long handled, @Nullable Double perSecond, @Nullable Lag lag) {}
