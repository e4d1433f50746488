package dev.foliot.workflow.admission;

import org.apiguardian.api.API;

/**
 * How far a run is that a policy remembers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public enum RunPhase {
  /** No node has begun it. */
  PENDING,
  /** A node has begun it, and it has not ended. */
  BEGUN,
  /** It has ended, or does not exist. */
  ENDED
}
