package dev.foliot.outbox;

import dev.foliot.work.Fence;
import java.time.Duration;

/**
 * The view of the relay on the engine of its node: whether this node relays, and how a failure is
 * judged.
 */
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
