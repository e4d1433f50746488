package dev.foliot.operation;

import static java.time.Duration.ZERO;

import dev.foliot.engine.EngineNode;
import dev.foliot.engine.EngineParts;
import dev.foliot.engine.LivingNodes;
import dev.foliot.engine.LocalNode;
import dev.foliot.engine.Storage;
import dev.foliot.engine.Subscription;
import dev.foliot.engine.SubscriptionStore;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.engine.TakeSegments;
import dev.foliot.message.Given;
import dev.foliot.message.StorableText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations on the subscriptions of all nodes. They read from and write to the database, so
 * they work on any node, also on one whose engine does not run. Each change is a transaction of its
 * own, which first takes the segments of the subscription from their owners. A running batch does
 * not commit, and is delivered again after the change. Safe for use by several threads; a Spring
 * bean.
 */
public final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final String NAME = "the name of a subscription";
  private static final String MESSAGE_ID = "the id of a message, metadata.id()";

  private final KnownSubscriptions known;
  private final ReadReports reports;
  private final MeasureStaleness staleness;
  private final HeldMessages held;
  private final DiscardMessage discard;
  private final SubscriptionStore store;
  private final TakeSegments take;
  private final Runnable changed;
  private final MoveCheckpoint move;
  private final PauseSubscription pause;
  private final RemoveSubscription remove;
  private final Consumer<String> removed;

  /**
   * Made by the auto-configuration.
   *
   * @param removed removes everything else of a removed subscription
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public Subscriptions(EngineNode node, Consumer<String> removed) {
    this.removed = removed;
    EngineParts parts = node.parts();
    Storage storage = parts.storage();
    LocalNode local = parts.node();
    this.known = new KnownSubscriptions(parts.deliveries(), parts.settings());
    this.staleness = new MeasureStaleness(storage, parts.deliveries(), local.clock());
    this.reports = new ReadReports(storage, local, parts.relay(), known, staleness);
    this.held = new HeldMessages(storage, known);
    this.discard = new DiscardMessage(storage, parts.deliveries().inbox(), local.clock(), known);
    this.store = new SubscriptionStore(storage.jdbc(), storage.schema());
    this.take = new TakeSegments(store, storage.log(), storage.transactions());
    this.changed = node::changed;
    this.move = new MoveCheckpoint(storage, parts.deliveries(), store);
    this.pause = new PauseSubscription(storage, local.clock());
    this.remove = new RemoveSubscription(new LivingNodes(storage, local.leaseClock()), known);
  }

  // ---- reports

  /** Returns the state of all subscriptions, on all nodes. */
  public ClusterReport status() {
    return reports.read();
  }

  /**
   * Returns the state of one subscription.
   *
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   */
  public SubscriptionReport status(String subscription) {
    requireRegistered(subscription);
    return reports.read(subscription);
  }

  /**
   * Returns the age of the oldest message that each subscription of this application has not
   * handled yet, by name; zero if there is none. Held messages count.
   */
  public Map<String, Duration> staleness() {
    return staleness.of(known.all());
  }

  /**
   * Returns the same as {@link #staleness()}, for one subscription.
   *
   * @throws UnknownSubscriptionException if no handler of this application belongs to the name
   */
  public Duration staleness(String subscription) {
    Given.text(subscription, OperatorInput.BEAN, NAME);
    return staleness.of(List.of(withHandler(subscription))).getOrDefault(subscription, ZERO);
  }

  /**
   * The messages that wait for a person, in the order of the log. If the list has fewer than {@code
   * limit} messages, there are no more.
   *
   * @param after the position after which messages are listed: 0 at first, then the position of the
   *     last message of the previous page
   * @param limit the maximum number, from 1 to 10,000
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   * @throws IllegalArgumentException if the limit is not between 1 and 10,000
   */
  public List<HeldMessage> parked(String subscription, long after, int limit) {
    Given.limit(limit);
    requireRegistered(subscription);
    return held.list(subscription, true, after, limit);
  }

  /** Returns the parked messages, and the messages that wait for their next attempt. */
  public List<HeldMessage> held(String subscription, long after, int limit) {
    Given.limit(limit);
    requireRegistered(subscription);
    return held.list(subscription, false, after, limit);
  }

  /**
   * Everything about one message that is parked or waits for its next attempt. Personal data is not
   * shown.
   *
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   * @throws HeldMessageNotFoundException if the message is not held
   */
  public HeldMessageDetails show(String subscription, UUID messageId) {
    Given.value(messageId, OperatorInput.BEAN, MESSAGE_ID);
    requireRegistered(subscription);
    return held.find(subscription, messageId).orElseThrow(() -> notHeld(subscription, messageId));
  }

  /**
   * Returns the discarded messages, in the order of their discards, even if the subscription was
   * removed.
   *
   * @param after the number after which messages are listed: 0 at first, then the number of the
   *     last message of the previous page
   * @param limit the maximum number, from 1 to 10,000
   * @throws UnknownSubscriptionException if the subscription is neither registered nor has
   *     discarded messages; the text names the existing ones
   * @throws IllegalArgumentException if the limit is not between 1 and 10,000
   */
  public List<DiscardedMessage> discarded(String subscription, long after, int limit) {
    Given.limit(limit);
    requirePossible(subscription);
    List<DiscardedMessage> found = discard.list(subscription, after, limit);
    if (found.isEmpty() && discard.list(subscription, 0, 1).isEmpty()) {
      requireRegistered(subscription);
    }
    return found;
  }

  // ---- failed messages

  /**
   * Retries a parked or waiting message at once. If it succeeds, the messages behind it follow in
   * order. The retry counts as one more attempt: a parked message that fails again is parked again,
   * unless the retry policy allows more attempts.
   *
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   * @throws HeldMessageNotFoundException if the message is not held
   */
  public void retry(String subscription, UUID messageId) {
    Given.value(messageId, OperatorInput.BEAN, MESSAGE_ID);
    String what = "with the id " + messageId;
    retry(subscription, what, " and message_id = ?", messageId);
  }

  /**
   * Does the same as {@link #retry(String, UUID)}, for all failed messages of one aggregate.
   *
   * @return the number of messages
   */
  public int retryAggregate(String subscription, String category, String streamId) {
    Given.text(category, OperatorInput.BEAN, "the category of an aggregate");
    Given.text(streamId, OperatorInput.BEAN, "the id of an aggregate");
    String what = "of the aggregate %s-%s".formatted(category, streamId);
    return retry(subscription, what, " and category = ? and stream = ?", category, streamId);
  }

  /**
   * Does the same as {@link #retry(String, UUID)}, for the failed message of one sequencing key.
   */
  public void retryKey(String subscription, String key) {
    Given.value(key, OperatorInput.BEAN, "a sequencing key");
    retry(subscription, "of the key " + key, " and held_key = ?", key);
  }

  private int retry(String subscription, String what, String condition, Object... arguments) {
    requireRegistered(subscription);
    int messages =
        Stream.of(arguments).anyMatch(Subscriptions::isUnstorable)
            ? 0
            : change(subscription, () -> held.retry(subscription, condition, arguments));
    if (messages == 0) {
      throw new HeldMessageNotFoundException(subscription, what);
    }
    String when = reports.nextTry();
    LOG.info("subscription={}: {} message(s) {} are tried {}", subscription, messages, what, when);
    return messages;
  }

  /**
   * Does the same as {@link #retry(String, UUID)}, for all failed messages of the subscription.
   *
   * @return the number of messages; 0 if none is held
   */
  public int retryAll(String subscription) {
    requireRegistered(subscription);
    int messages = change(subscription, () -> held.retry(subscription, ""));
    String when = reports.nextTry();
    LOG.info("subscription={}: {} message(s) are tried {}", subscription, messages, when);
    return messages;
  }

  /**
   * Discards a message that is parked or waits for its next attempt: its handler never handles it,
   * and the messages behind it are delivered in order. A row in {@code foliot_discarded} records
   * this for ever; write no personal data into the reason.
   *
   * @param reason the reason; up to 1,000 characters
   * @param by the person who decides; up to 200 characters
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   * @throws HeldMessageNotFoundException if the message is not held
   * @throws IllegalArgumentException without a reason or a name
   */
  public void discard(String subscription, UUID messageId, String reason, String by) {
    OperatorInput.reason(reason);
    OperatorInput.name(by);
    Given.value(messageId, OperatorInput.BEAN, MESSAGE_ID);
    requireRegistered(subscription);
    HeldMessage message =
        change(
            subscription,
            () -> {
              HeldMessage found =
                  held.message(subscription, messageId)
                      .orElseThrow(() -> notHeld(subscription, messageId));
              discard.discard(found, reason, by);
              return found;
            });
    LOG.info(
        "subscription={} message={} of stream={}-{} was discarded by={} after {} attempts: {}",
        subscription,
        messageId,
        message.category(),
        message.streamId(),
        by,
        message.attempts(),
        reason);
  }

  // ---- the subscription

  /**
   * Stops the delivery of the subscription on all nodes until it is resumed, even across restarts.
   * Messages wait in the log, so nothing is lost. A running batch is rolled back. Pausing a paused
   * subscription changes the reason.
   *
   * @param reason the reason; up to 1,000 characters
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   * @throws IllegalArgumentException without a reason
   */
  public void pause(String subscription, String reason) {
    OperatorInput.reason(reason);
    requireRegistered(subscription);
    change(subscription, () -> pause.pause(subscription, reason));
    LOG.info("subscription={} is paused: {}", subscription, reason);
  }

  /**
   * Lets the subscription continue at its checkpoint; does nothing if it is not paused.
   *
   * @return whether it was paused
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   */
  public boolean resume(String subscription) {
    requireRegistered(subscription);
    boolean paused = change(subscription, () -> pause.resume(subscription));
    if (paused) {
      LOG.info("subscription={} is resumed", subscription);
    }
    return paused;
  }

  /**
   * Plans a move of the checkpoints, without a change. It counts messages, which takes time on a
   * large log.
   *
   * @throws UnknownSubscriptionException if no handler of this application belongs to the name
   * @throws IllegalArgumentException if the target is after the end of the log, or if the
   *     subscription delivers submitted commands, each of which runs once
   */
  public MovePlan planMove(String subscription, CheckpointTarget target) {
    Given.value(target, OperatorInput.BEAN, "a CheckpointTarget");
    return move.plan(require(subscription), target);
  }

  /**
   * Moves the checkpoints as planned.
   *
   * @param confirmation the confirmation of the plan
   * @return the executed plan
   * @throws StaleMovePlanException if the subscription has changed since the plan; nothing was
   *     moved
   * @throws UnknownSubscriptionException if no handler of this application belongs to the name
   */
  public MovePlan move(String subscription, String confirmation) {
    Given.text(confirmation, OperatorInput.BEAN, "the confirmation() of the plan");
    Subscription moved = require(subscription);
    MovePlan done = change(subscription, () -> move.move(moved, confirmation));
    LOG.info(
        "subscription={} was moved to position={} from {} to {}: repeats {} messages, skips {}",
        subscription,
        done.to(),
        done.lowest(),
        done.highest(),
        done.repeats(),
        done.skips());
    return done;
  }

  /**
   * Removes a subscription without a handler: its checkpoints, its held keys, and its rebuilds with
   * their tables. An inline projector that was removed from the code is forgotten. The messages
   * stay in the log.
   *
   * @throws UnknownSubscriptionException if there is no such subscription; the text names the
   *     existing ones
   * @throws SubscriptionInUseException if a handler of this application, or of another living node,
   *     belongs to it
   */
  public void remove(String subscription) {
    requirePossible(subscription);
    remove.refuseIfInUse(subscription);
    if (!store.findAll().containsKey(subscription) && store.removeInline(subscription)) {
      LOG.info("subscription={} was inline, and was removed", subscription);
      return;
    }
    requireRegistered(subscription);
    int keys = change(subscription, () -> store.remove(subscription));
    removed.accept(subscription);
    LOG.info("subscription={} was removed; it held {} key(s)", subscription, keys);
  }

  private void requirePossible(String subscription) {
    Given.text(subscription, OperatorInput.BEAN, NAME);
    if (isUnstorable(subscription)) {
      requireRegistered(subscription);
    }
  }

  /** Whether the database would refuse the value, or store another one. */
  private static boolean isUnstorable(Object value) {
    return value instanceof String text && StorableText.problem(text).isPresent();
  }

  /** Makes the change in its own transaction, and makes the engines read the owners again. */
  private <T> T change(String subscription, Supplier<T> work) {
    T result = take.andChange(subscription, taken -> work.get());
    changed.run();
    return result;
  }

  // ---- refusals

  private void requireRegistered(String subscription) {
    Given.text(subscription, OperatorInput.BEAN, NAME);
    Map<String, Registration> all = store.findAll();
    if (!all.containsKey(subscription)) {
      throw UnknownSubscriptionException.notRegistered(
          subscription, List.copyOf(new TreeMap<>(all).keySet()));
    }
  }

  private Subscription require(String subscription) {
    requireRegistered(subscription);
    return withHandler(subscription);
  }

  private Subscription withHandler(String subscription) {
    return known
        .find(subscription)
        .orElseThrow(
            () -> UnknownSubscriptionException.withoutHandler(subscription, known.names()));
  }

  private static HeldMessageNotFoundException notHeld(String subscription, UUID messageId) {
    return new HeldMessageNotFoundException(subscription, "with the id " + messageId);
  }
}
