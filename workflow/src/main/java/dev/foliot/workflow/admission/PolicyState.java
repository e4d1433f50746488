package dev.foliot.workflow.admission;

import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The state of a policy for one key; {@link StartPolicies} describes its use by each policy. When
 * {@code until} is over and the run has ended, the state has no effect, and may be removed.
 *
 * @param run the remembered run, or null
 * @param phase the phase of that run
 * @param since the begin of the period, the burst or the batch, or null
 * @param until its end, or null
 * @param count the number of counted starts or elements
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record PolicyState(
    @Nullable String run,
    RunPhase phase,
    @Nullable Instant since,
    @Nullable Instant until,
    int count) {
  /** The state before the first start. */
  public static final PolicyState NONE = new PolicyState(null, RunPhase.ENDED, null, null, 0);

  static PolicyState of(@Nullable String run, Instant since, Instant until, int count) {
    return new PolicyState(run, RunPhase.PENDING, since, until, count);
  }

  boolean isOver(Instant now) {
    return until == null || !now.isBefore(until);
  }

  /** Returns the state after its run has begun. */
  public PolicyState begun() {
    return new PolicyState(run, RunPhase.BEGUN, since, until, count);
  }
}
