/**
 * DBOS Transact for Java as a {@link dev.foliot.benchmarks.workload.WorkflowPeer}; only the build's
 * profile {@code dbos} compiles it. Open {@link dev.foliot.benchmarks.dbos.DbosRuns} first: it has
 * the settings.
 */
@NullMarked
package dev.foliot.benchmarks.dbos;

import org.jspecify.annotations.NullMarked;
