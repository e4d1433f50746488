package dev.foliot.rebuild;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The settings of rebuilds.
 *
 * @param segments how many segments a rebuild has; null for as many as the subscription has
 * @param batchSize the most messages that one transaction handles
 * @param load for how much of the time a step runs, in percent, from 1 to 100
 * @param concurrency how many steps run at once on this node
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RebuildSettings(
    @Nullable Integer segments, int batchSize, int load, int concurrency) {}
