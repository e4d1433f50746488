package dev.foliot.workflow.admission;

import org.apiguardian.api.API;

/**
 * The phase of a run that a policy remembers.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public enum RunPhase {
  /** No node has begun the run. */
  PENDING,
  /** A node has begun the run, and the run has not ended. */
  BEGUN,
  /** The run has ended, or does not exist. */
  ENDED
}
