package dev.foliot.engine;

import dev.foliot.engine.Leftover.What;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Reads the undelivered and the waiting messages of all nodes together from the database.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DeliveryInspection {
  private static final int PAGE = 1_000;

  private final Storage storage;
  private final Outbox outbox;
  private final Map<Subscription, Registration> subscriptions;

  DeliveryInspection(
      Storage storage, Outbox outbox, Map<Subscription, Registration> subscriptions) {
    this.storage = storage;
    this.outbox = outbox;
    this.subscriptions = subscriptions;
  }

  /** Each message of the log for each subscription that is to handle it, in log order. */
  public List<ExpectedDelivery> expected() {
    List<ExpectedDelivery> expected = new ArrayList<>();
    long after = 0;
    List<RecordedMessage> page;
    do {
      page = storage.log().read(LogFilter.between(after, Long.MAX_VALUE, PAGE));
      for (RecordedMessage message : page) {
        after = message.position();
        subscriptions.forEach(
            (subscription, registration) -> {
              long start = subscription.startWhenLogEndsAt(registration.since());
              if (message.position() > start && subscription.wants(message, registration.since())) {
                expected.add(delivery(subscription, message));
              }
            });
      }
    } while (page.size() == PAGE);
    return expected;
  }

  private static ExpectedDelivery delivery(Subscription subscription, RecordedMessage message) {
    return new ExpectedDelivery(
        subscription.name(),
        subscription.reportedKeyOf(message),
        message.id(),
        "%s %s-%s@%s"
            .formatted(
                message.type(), message.category(), message.streamId(), message.streamVersion()));
  }

  /**
   * Returns the messages that wait for a retry or are parked, of all subscriptions and of the
   * outbox.
   */
  public List<Leftover> leftovers() {
    List<Leftover> left = new ArrayList<>();
    ReadHeldKeys held = new ReadHeldKeys(storage);
    new SubscriptionStore(storage.jdbc(), storage.schema())
        .findAll()
        .forEach(
            (name, registration) -> {
              for (int segment = 0; segment < registration.segments(); segment++) {
                held.of(new SegmentId(name, segment))
                    .forEach(each -> left.add(leftover(name, each)));
              }
            });
    left.addAll(OutboxLeftovers.of(outbox));
    return left;
  }

  private static Leftover leftover(String subscription, HeldKey held) {
    return new Leftover(
        held.isParked() ? What.PARKED : What.WAITING,
        subscription,
        held.key(),
        held.messageType(),
        held.attempts(),
        held.nextAttemptAt(),
        held.errorClass() + ": " + held.errorText());
  }
}
