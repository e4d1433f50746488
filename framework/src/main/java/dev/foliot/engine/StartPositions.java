package dev.foliot.engine;

import dev.foliot.message.MessageKind;
import dev.foliot.time.StorableInstant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The positions after which new subscriptions start. A new subscription for submitted commands
 * starts before the commands that another subscription has left behind, if their handler was moved
 * or renamed. It skips commands whose end may have been forgotten.
 */
final class StartPositions {
  private final FirstMessages messages;
  private final InstantSource clock;

  StartPositions(FirstMessages messages, InstantSource clock) {
    this.messages = messages;
    this.clock = clock;
  }

  /** The position after which a subscription starts while the log ends there. */
  long of(Subscription subscription, long end) {
    long start = subscription.startWhenLogEndsAt(end);
    Optional<Duration> lookBack = subscription.lookBack();
    if (lookBack.isEmpty() || end == 0) {
      return start;
    }
    Instant oldest = StorableInstant.nearest(clock.instant().minus(lookBack.get()));
    return messages
        .storedSince(oldest, MessageKind.COMMAND, subscription.wantedTypes(MessageKind.COMMAND))
        .map(first -> Math.min(start, first - 1))
        .orElse(start);
  }
}
