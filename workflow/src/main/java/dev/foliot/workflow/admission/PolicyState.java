package dev.foliot.workflow.admission;

import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The state of a policy for one key. Each policy says what it keeps. When {@code until} is over and
 * the run has ended, the state is the same as none, and may be removed.
 *
 * @param run the run that it remembers, or null
 * @param phase how far that run is
 * @param since when the period, the burst or the batch began, or null
 * @param until when it ends, or null
 * @param count how many starts or elements it has counted
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record PolicyState(
    @Nullable String run,
    RunPhase phase,
    @Nullable Instant since,
    @Nullable Instant until,
    int count) {
  /** No start yet. */
  public static final PolicyState NONE = new PolicyState(null, RunPhase.ENDED, null, null, 0);

  static PolicyState of(@Nullable String run, Instant since, Instant until, int count) {
    return new PolicyState(run, RunPhase.PENDING, since, until, count);
  }

  boolean isOver(Instant now) {
    return until == null || !now.isBefore(until);
  }

  /** The same, after its run has begun. */
  public PolicyState begun() {
    return new PolicyState(run, RunPhase.BEGUN, since, until, count);
  }
}
