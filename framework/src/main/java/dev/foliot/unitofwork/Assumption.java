package dev.foliot.unitofwork;

import dev.foliot.eventstore.StreamName;
import org.apiguardian.api.API;

/**
 * Something about a stream that a unit of work took for granted, to save a read: it must be proved
 * before anything that was decided on it counts. Appending to the stream proves it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface Assumption {
  /** The stream. */
  StreamName stream();

  /**
   * Asks the database.
   *
   * @throws dev.foliot.eventstore.ConcurrentAggregateChangeException if it does not hold
   */
  void verify();

  /** It does not hold: it must not be made again. */
  void refuted();
}
