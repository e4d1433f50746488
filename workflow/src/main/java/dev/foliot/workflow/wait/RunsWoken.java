package dev.foliot.workflow.wait;

import java.time.Instant;
import org.apiguardian.api.API;

/**
 * Is notified of woken runs, so that they need not wait for the next query of the database.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface RunsWoken {
  /** Some runs are due at this instant when the transaction of this thread has committed. */
  void dueAfterCommit(Instant at);
}
