package dev.foliot.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule and what it has done so far.
 *
 * @param name its name
 * @param times its cron expression, or {@code every} and a duration
 * @param zone the time zone of a cron expression
 * @param policy what happens about missed times
 * @param commandType the declared name of its command
 * @param nextDue when it fires next; null if it has no further time
 * @param lastDue the time for which it fired last; null if it has not fired
 * @param lastFired when it did so; null if it has not fired
 * @param missed the number of times that passed without firing, because no engine was running;
 *     after an outage with very many missed times, a lower bound
 */
public record ScheduleStatus(
    String name,
    String times,
    String zone,
    Missed policy,
    String commandType,
    @Nullable Instant nextDue,
    @Nullable Instant lastDue,
    @Nullable Instant lastFired,
    long missed) {}
