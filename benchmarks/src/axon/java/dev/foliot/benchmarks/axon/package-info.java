/**
 * Axon Framework 4 with its JDBC event store as a {@link dev.foliot.benchmarks.workload.Peer}; only
 * the build's profile {@code axon} compiles it. Open {@link
 * dev.foliot.benchmarks.axon.AxonDatabase} first: it has the settings.
 */
@NullMarked
package dev.foliot.benchmarks.axon;

import org.jspecify.annotations.NullMarked;
