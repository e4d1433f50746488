/**
 * Schedules: commands that are submitted again and again, at the times of a cron expression. Each
 * runs once for all nodes and survives restarts. Open {@code Schedules} first.
 */
@NullMarked
package dev.foliot.schedule;

import org.jspecify.annotations.NullMarked;
