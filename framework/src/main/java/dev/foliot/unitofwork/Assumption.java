package dev.foliot.unitofwork;

import dev.foliot.eventstore.StreamName;
import org.apiguardian.api.API;

/**
 * An assumption of a unit of work about a stream, which saves a read. It must be proved before a
 * decision that depends on it takes effect. Appending to the stream proves it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface Assumption {
  /** The stream. */
  StreamName stream();

  /**
   * Verifies it in the database.
   *
   * @throws dev.foliot.eventstore.ConcurrentAggregateChangeException if it does not hold
   */
  void verify();

  /** Called if it does not hold, so that it is not made again. */
  void refuted();
}
