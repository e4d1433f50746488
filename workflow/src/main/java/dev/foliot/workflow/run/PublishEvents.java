package dev.foliot.workflow.run;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageTypes;
import dev.foliot.unitofwork.UnitOfWork;
import org.apiguardian.api.API;

/**
 * Raises domain events that belong to no aggregate. Each run has a stream of its own, so that its
 * events are handled in their order.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class PublishEvents {
  /** The category of the streams; their ids are those of the runs. */
  public static final String CATEGORY = "foliot:workflow";

  private final EventStore store;
  private final MessageTypes types;

  public PublishEvents(EventStore store, MessageTypes types) {
    this.store = store;
    this.types = types;
  }

  /**
   * Raises an event in the unit of work of this thread.
   *
   * @throws IllegalArgumentException if it is not an event
   * @throws dev.foliot.message.UnknownMessageTypeException if its class is no known message
   */
  public void publish(String runId, Object event) {
    typeOf(Given.value(event, "context.publish", "an event").getClass());
    UnitOfWork unit = UnitOfWork.required();
    StreamName stream = new StreamName(CATEGORY, runId);
    long version = unit.lastAppended(stream).orElseGet(() -> store.currentVersion(stream));
    unit.raise(stream, version + 1, event);
  }

  /**
   * The type name of an event class.
   *
   * @throws IllegalArgumentException if it is not an event
   * @throws dev.foliot.message.UnknownMessageTypeException if the class is no known message
   */
  public String typeOf(Class<?> event) {
    var type = types.of(event);
    if (type.kind() != MessageKind.EVENT) {
      throw new IllegalArgumentException(
          "%s is not an event. Annotate an event with @DomainEvent.".formatted(event.getName()));
    }
    return type.name();
  }
}
