package dev.foliot.outbox;

import dev.foliot.work.Fence;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The view of the relay on the engine of its node: whether this node relays, and how a failure is
 * judged.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface RelayGuard extends Fence {
  /**
   * Whether the database is to blame for a failure, and not the message: then no attempt is
   * counted.
   *
   * @param failingFor since the first failure of the message
   * @throws RuntimeException if the database does not answer
   */
  boolean isSpared(Throwable error, Duration failingFor);
}
