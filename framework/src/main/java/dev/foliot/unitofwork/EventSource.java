package dev.foliot.unitofwork;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A source of pending events that a unit of work can gather: an enlisted aggregate.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface EventSource {
  /** The stream that the events belong to. */
  StreamName stream();

  /** Whether something was raised since the last {@link #takePendingEvents}. */
  boolean hasPendingEvents();

  /** The events that are pending. */
  List<Object> events();

  /**
   * Returns the events since the last call, in order; they are no longer pending.
   *
   * @param version of the stream; later events stay pending
   * @throws RuntimeException if the aggregate is in a state that must not be stored
   */
  List<RaisedEvent> takePendingEvents(long version);

  /** Called when a unit of work has enlisted it. */
  void enlisted();

  /** Whether a unit of work has enlisted it since it last raised an event. */
  boolean wasEnlisted();

  /** The aggregate and the types of its pending events, for a text; also if it has no id yet. */
  String describe();

  /** Makes events pending again, because the transaction that took them rolled back. */
  void putBack(List<RaisedEvent> events);

  /**
   * Returns the exception to throw when the log refuses the events, although the aggregate's row
   * was written.
   */
  default RuntimeException refused(ConcurrentAggregateChangeException conflict) {
    return conflict;
  }
}
