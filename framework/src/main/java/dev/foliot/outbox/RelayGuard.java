package dev.foliot.outbox;

import java.time.Duration;

/**
 * The view of the relay on the engine of its node: whether this node relays, and how a failure is
 * judged.
 */
public interface RelayGuard {
  /**
   * Whether this node may hand the next message to the broker: no other node can relay before the
   * proof that this method has ends.
   *
   * @throws RuntimeException if another node has taken the relay over
   */
  boolean mayPublish();

  /**
   * Makes sure that this node relays until the current transaction ends.
   *
   * @throws RuntimeException if another node has taken the relay over; nothing is changed then
   */
  void checkOwned();

  /**
   * Whether the database is to blame for a failure, and not the message: then no attempt is
   * counted.
   *
   * @param failingFor since the first failure of the message
   * @throws RuntimeException if the database does not answer
   */
  boolean isSpared(Throwable error, Duration failingFor);
}
