package dev.foliot.outbox;

import dev.foliot.work.Fence;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Connects the relay with the engine of its node: decides whether this node relays, and whether a
 * failure counts as an attempt.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface RelayGuard extends Fence {
  /**
   * Whether the database has caused a failure, and not the message. Then the attempt does not
   * count.
   *
   * @param failingFor since the first failure of the message
   * @throws RuntimeException if the database does not answer
   */
  boolean isSpared(Throwable error, Duration failingFor);
}
