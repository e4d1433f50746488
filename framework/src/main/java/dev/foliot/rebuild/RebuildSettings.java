package dev.foliot.rebuild;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The settings of rebuilds.
 *
 * @param segments the number of segments of a rebuild; null for the number of the subscription
 * @param batchSize the maximum number of messages that one transaction handles
 * @param load the share of the time in which a step runs, in percent, from 1 to 100
 * @param concurrency the number of steps that run at once on this node
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RebuildSettings(
    @Nullable Integer segments, int batchSize, int load, int concurrency) {
  /** The load without pauses. */
  static final int ALL = 100;
}
