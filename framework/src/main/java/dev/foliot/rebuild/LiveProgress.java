package dev.foliot.rebuild;

import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.message.RecordedMessage;
import dev.foliot.rebuild.RebuiltProjections.RebuiltProjection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages that one subscription has handled in the view of the current transaction, by the
 * checkpoints of its segments. Held and overtaken messages would be exceptions, so there must be
 * none.
 */
final class LiveProgress {
  private final Subscription subscription;
  private final Registration registration;
  private final List<Checkpoint> checkpoints;
  private final Map<Checkpoint, Long> positions = new HashMap<>();
  private final long last;
  private final boolean synchronous;

  private LiveProgress(RebuildParts parts, Subscription subscription, Registration registration) {
    this.subscription = subscription;
    this.registration = registration;
    this.synchronous = parts.engine().deliveries().synchronous();
    this.checkpoints = parts.subscriptions().checkpoints(subscription.name());
    checkpoints.forEach(each -> positions.put(place(each.segment(), each), each.position()));
    this.last = synchronous ? parts.log().head() : lastBySender(parts, furthest());
  }

  private long furthest() {
    return checkpoints.stream().mapToLong(Checkpoint::position).max().orElse(start());
  }

  /**
   * The last message after a position that was delivered synchronously, before the mode was
   * changed; 0 if there is none. The checkpoint may stand before it, because skipped positions are
   * saved rarely.
   */
  private static long lastBySender(RebuildParts parts, long after) {
    return parts
        .engine()
        .storage()
        .jdbc()
        .sql(
            "select coalesce(max(position), 0) from %s where position > ? and delivered_synchronously"
                .formatted(parts.engine().storage().table("foliot_message")))
        .param(after)
        .query(Long.class)
        .single();
  }

  private static Checkpoint place(int segment, Checkpoint of) {
    return new Checkpoint(segment, of.lane(), 0);
  }

  /**
   * Reads the progress of a subscription.
   *
   * @throws RebuildRefusedException if it is not registered, or holds messages
   */
  static LiveProgress of(
      RebuildParts parts, RebuiltProjection projection, Subscription subscription) {
    String name = subscription.name();
    Registration registration = parts.subscriptions().findAll().get(name);
    if (registration == null) {
      throw new RebuildRefusedException(
          projection.name(),
          "Projection %s cannot be compared: its subscription %s is not registered yet. Start the application first."
              .formatted(projection.name(), name));
    }
    requireNone(parts, projection, name, "foliot_held", "held", "Retry or discard them");
    requireNone(parts, projection, name, "foliot_ahead", "overtaken", "Wait for the backfill");
    requireNone(
        parts, projection, name, "foliot_former_segment", "in former segments", "Wait for them");
    return new LiveProgress(parts, subscription, registration);
  }

  private static void requireNone(
      RebuildParts parts,
      RebuiltProjection projection,
      String subscription,
      String table,
      String state,
      String remedy) {
    long count =
        parts
            .engine()
            .storage()
            .jdbc()
            .sql(
                "select count(*) from %s where subscription = ?"
                    .formatted(parts.engine().storage().table(table)))
            .param(subscription)
            .query(Long.class)
            .single();
    if (count > 0) {
      throw new RebuildRefusedException(
          projection.name(),
          "Projection %s cannot be compared now: %s messages of subscription %s are %s. %s, and compare again."
              .formatted(projection.name(), count, subscription, state, remedy));
    }
  }

  /** The position at which the subscription began when it was registered. */
  long start() {
    return subscription.startWhenLogEndsAt(registration.since());
  }

  /**
   * The position up to which it has handled all messages.
   *
   * @param settled a position that is settled
   */
  long lowest(long settled) {
    return synchronous
        ? settled
        : checkpoints.stream().mapToLong(Checkpoint::position).min().orElse(start());
  }

  /** The position after which it has handled no message. */
  long highest() {
    return Math.max(last, furthest());
  }

  /**
   * Whether it has handled a message. A message that was delivered synchronously was handled, even
   * if the mode has changed since.
   */
  boolean has(RecordedMessage message) {
    boolean bySender =
        message.deliveredSynchronously() && message.position() > registration.since();
    if (synchronous || bySender) {
      return true;
    }
    int segment =
        Subscription.segmentOf(subscription.reportedKeyOf(message), registration.segments());
    long position =
        positions.getOrDefault(new Checkpoint(segment, message.lane(), 0), registration.since());
    return message.position() <= position;
  }
}
