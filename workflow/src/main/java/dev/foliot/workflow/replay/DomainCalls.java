package dev.foliot.workflow.replay;

import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The calls of workflows to the domain, in the transaction of the journal.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface DomainCalls {
  /** Processes a command, and returns the result of its handler. */
  @Nullable Object process(Object command);

  /** Raises an event that belongs to no aggregate. */
  void publish(Object event);

  /**
   * The name by which a wait for events of a class is stored: the type name, or the name of the
   * class if there is no database.
   *
   * @throws RuntimeException if the domain has no such event
   */
  default String eventType(Class<?> event) {
    return event.getName();
  }

  /** Stores a command that the engine runs, and returns its id. */
  UUID submit(Object command);
}
