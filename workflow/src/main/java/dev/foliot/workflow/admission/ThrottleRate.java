package dev.foliot.workflow.admission;

import dev.foliot.time.StorableInstant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apiguardian.api.API;

/**
 * Computes when a run may begin, by the generic cell rate algorithm. The state keeps the time at
 * which a bucket of {@code burst} places would be full again. If the clock was set back, this time
 * may be later than the time for an empty bucket. Then the time for an empty bucket is used.
 *
 * @param interval the time between two runs
 * @param burst the number of runs that begin at once after a pause
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record ThrottleRate(Duration interval, int burst) {
  /** The rate for a number of runs in a period. The interval is rounded up to a microsecond. */
  static ThrottleRate of(int limit, Duration period, int burst) {
    Duration exact = period.plusNanos(limit - 1L).dividedBy(limit);
    Duration micros = exact.plusNanos(999).truncatedTo(ChronoUnit.MICROS);
    return new ThrottleRate(micros, burst);
  }

  /** The time when the next run may begin; not after now if it may begin at once. */
  public Instant next(PolicyState state, Instant now) {
    return StorableInstant.after(full(state, now), interval.multipliedBy(1L - burst));
  }

  /** The state after a run has begun. */
  public PolicyState begin(PolicyState state, Instant now) {
    return PolicyState.of(null, now, StorableInstant.after(full(state, now), interval), 0);
  }

  private Instant full(PolicyState state, Instant now) {
    Instant until = state.until();
    if (until == null || until.isBefore(now)) {
      return now;
    }
    Instant latest = StorableInstant.after(now, interval.multipliedBy(burst));
    return until.isAfter(latest) ? latest : until;
  }
}
