package dev.foliot.operation;

import dev.foliot.message.Lane;
import org.jspecify.annotations.Nullable;

/**
 * How far one lane of a segment is.
 *
 * @param lane which one
 * @param position everything up to here is done or held; a running engine may be further, as it
 *     saves only now and then what it passes over
 * @param handled how many messages it has handled since the segment exists; what waited behind a
 *     failed message counts for the primary lane
 * @param perSecond messages handled a second, over the last minute at the most in which this node
 *     was asked; null if it was not asked before
 * @param lag what is left; null if no handler of this application belongs to the subscription
 */
public record LaneReport(
    Lane lane, long position, long handled, @Nullable Double perSecond, @Nullable Lag lag) {}
