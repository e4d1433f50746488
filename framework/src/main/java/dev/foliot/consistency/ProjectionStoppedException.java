package dev.foliot.consistency;

import dev.foliot.engine.ReadProgress.Held;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A projection cannot handle the events of a token before a person acts: its subscription is paused
 * or not registered, or a message of the key is parked. A wait fails at once with this exception.
 */
public final class ProjectionStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subscription;
  private final @Nullable UUID messageId;

  private ProjectionStoppedException(String text, String subscription, @Nullable UUID messageId) {
    super(text);
    this.subscription = subscription;
    this.messageId = messageId;
  }

  static ProjectionStoppedException parked(String subscription, long position, Held held) {
    return new ProjectionStoppedException(
        "Subscription %s does not handle the event at position %s: message %s (%s) of the same key failed and is parked, so later messages of this key wait. Correct the cause, then retry or discard the message: foliot retry %s %s."
            .formatted(
                subscription,
                position,
                held.messageId(),
                held.messageType(),
                subscription,
                held.messageId()),
        subscription,
        held.messageId());
  }

  static ProjectionStoppedException paused(String subscription, long position, String reason) {
    return new ProjectionStoppedException(
        "Subscription %s does not handle the event at position %s: it is paused (%s). Resume it: foliot resume %s."
            .formatted(
                subscription,
                position,
                reason.isBlank() ? "without a reason" : reason,
                subscription),
        subscription,
        null);
  }

  static ProjectionStoppedException unregistered(String subscription) {
    return new ProjectionStoppedException(
        "Subscription %s is not registered in the database, so nothing is delivered to it. It was removed while this application was running: start the application again."
            .formatted(subscription),
        subscription,
        null);
  }

  /** The name of the subscription of the projector. */
  public String subscription() {
    return subscription;
  }

  /** The parked message; empty for another cause. */
  public Optional<UUID> messageId() {
    return Optional.ofNullable(messageId);
  }
}
