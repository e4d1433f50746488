/**
 * db-scheduler as a {@link dev.foliot.benchmarks.workload.TimerPeer}; only the build's profile
 * {@code db-scheduler} compiles it. Open {@link
 * dev.foliot.benchmarks.dbscheduler.DbSchedulerTimers} first: it has the settings.
 */
@NullMarked
package dev.foliot.benchmarks.dbscheduler;

import org.jspecify.annotations.NullMarked;
