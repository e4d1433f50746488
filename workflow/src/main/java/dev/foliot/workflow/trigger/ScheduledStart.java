package dev.foliot.workflow.trigger;

import java.time.Instant;

/**
 * The input of a run that a time starts.
 *
 * @param dueAt the time for which the run was started, without the jitter
 */
public record ScheduledStart(Instant dueAt) {}
