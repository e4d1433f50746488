package dev.foliot.consistency;

import java.time.Duration;

/**
 * A projection had not handled the events of a token when the time of the wait was up. The events
 * are stored, and the projection continues.
 */
public final class ConsistencyTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subscription;
  private final long position;
  private final long reached;
  private final Duration timeout;

  ConsistencyTimeoutException(
      String subscription, long position, long reached, Duration timeout, String hint) {
    super(
        "Subscription %s has not handled the event at position %s of the log within %s: it is at position %s. %s"
            .formatted(subscription, position, timeout, reached, hint));
    this.subscription = subscription;
    this.position = position;
    this.reached = reached;
    this.timeout = timeout;
  }

  /** The name of the subscription of the projector. */
  public String subscription() {
    return subscription;
  }

  /** The position of the first event of the token that it has not handled. */
  public long position() {
    return position;
  }

  /** The position that the segment of this event has reached, as stored. */
  public long reached() {
    return reached;
  }

  /** How long the read has waited. */
  public Duration timeout() {
    return timeout;
  }
}
