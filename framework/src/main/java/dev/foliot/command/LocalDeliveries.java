package dev.foliot.command;

import dev.foliot.eventstore.StreamName;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The engine of this node, for a caller that waits for a command.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface LocalDeliveries {
  /** Whether the engine of this node runs on threads of its own. */
  boolean areRunning();

  /**
   * The object that delivers the messages of a stream on this node now; null if this node does not
   * deliver them. While it is the same object, no other node delivers them.
   *
   * @param subscription the name of the subscription
   */
  @Nullable Object ownerOf(String subscription, StreamName stream);
}
