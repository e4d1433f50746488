package dev.foliot.live;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * How often rows are read for subscribers.
 *
 * @param minInterval the shortest time between two reads of a projection because of deliveries
 * @param pollInterval how often a node looks for deliveries of other nodes that it was not notified
 *     of
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record LiveSettings(Duration minInterval, Duration pollInterval) {}
