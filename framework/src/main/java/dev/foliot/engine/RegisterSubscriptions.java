package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Checkpoint;
import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.EventStore;
import dev.foliot.message.MessageKind;
import dev.foliot.unitofwork.Transactions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the subscriptions in the database before the application handles its first command. So
 * each subscription has the position at which it was created, and synchronous ones have no messages
 * left to deliver.
 */
final class RegisterSubscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(RegisterSubscriptions.class);

  private final SubscriptionStore store;
  private final EventStore log;
  private final Transactions transactions;
  private final LayoutStore layouts;
  private final ChangeSegments segments;
  private final FirstMessages messages;
  private final StartPositions start;
  private final HeldInLog held;
  private final InlineStore inline;
  private final Set<String> announced = new HashSet<>();

  RegisterSubscriptions(
      SubscriptionStore store,
      InlineStore inline,
      HeldInLog held,
      Storage storage,
      InstantSource clock) {
    this.store = store;
    this.inline = inline;
    this.held = held;
    this.log = storage.log();
    this.transactions = storage.transactions();
    this.layouts = new LayoutStore(storage.jdbc(), storage.schema());
    this.segments = new ChangeSegments(store, layouts, new TakeSegments(store, log, transactions));
    this.messages = new FirstMessages(storage.jdbc(), storage.schema());
    this.start = new StartPositions(messages, clock);
  }

  /** Registers new subscriptions, and returns the registration of each. */
  Map<Subscription, Registration> register(List<Subscription> subscriptions) {
    Map<String, Registration> known = findOrCreate(subscriptions);
    Map<Subscription, Registration> registered = new LinkedHashMap<>();
    for (Subscription subscription : subscriptions) {
      Registration registration = Objects.requireNonNull(known.get(subscription.name()));
      int wanted = subscription.settings().segments();
      registered.put(
          subscription,
          registration.segments() == wanted
              ? registration
              : segments.change(subscription.name(), registration, wanted));
    }
    return registered;
  }

  /** Another node may register some of them first; then the next try finds them. */
  private Map<String, Registration> findOrCreate(List<Subscription> subscriptions) {
    for (int tries = 0; ; tries++) {
      try {
        return transactions.inNew(() -> findOrCreateOnce(subscriptions));
      } catch (RegisteredMeanwhileException another) {
        if (tries == subscriptions.size()) {
          throw another;
        }
      }
    }
  }

  private Map<String, Registration> findOrCreateOnce(List<Subscription> subscriptions) {
    Map<String, Registration> known = store.findAll();
    if (!known.isEmpty()) {
      layouts.forgetWhatWasPassed();
    }
    List<Subscription> fresh =
        subscriptions.stream().filter(each -> !known.containsKey(each.name())).toList();
    if (!fresh.isEmpty()) {
      long end = log.head();
      Map<Subscription, Long> starts = new LinkedHashMap<>();
      fresh.forEach(each -> starts.put(each, startOf(each, end)));
      store.register(fresh, end, each -> Objects.requireNonNull(starts.get(each)));
      fresh.forEach(
          each -> known.put(each.name(), new Registration(end, each.settings().segments())));
      starts.forEach(this::announce);
    }
    return known;
  }

  /** A projector that was inline has handled all events. */
  private long startOf(Subscription fresh, long end) {
    return inline.remove(fresh.name()) ? end : start.of(fresh, end);
  }

  private void announce(Subscription subscription, long after) {
    if (announced.add(subscription.name())) { // once: tests register again and again
      LOG.info("subscription={} is new and starts after position={}", subscription.name(), after);
    }
  }

  /**
   * Refuses synchronous processing while the engine still has messages to deliver that were not
   * delivered synchronously (R18): they would come after newer messages of their aggregates.
   *
   * @throws PendingDeliveriesException naming the subscription
   */
  void checkNothingPending(Map<Subscription, Registration> registrations) {
    if (log.head() == 0) {
      return;
    }
    registrations.forEach(
        (subscription, registration) -> {
          if (subscription.kinds().contains(MessageKind.EVENT)) {
            transactions.doInNew(() -> refuseIfPending(subscription, registration));
          }
        });
  }

  private void refuseIfPending(Subscription subscription, Registration registration) {
    String name = subscription.name();
    long keys = held.behindEvents(name);
    if (keys > 0) {
      throw PendingDeliveriesException.held(name, keys);
    }
    // Timers are delivered by the engine in both modes; no event may wait behind one.
    long firstHeld = held.first(name).orElse(Long.MAX_VALUE);
    for (Checkpoint checkpoint : store.checkpoints(name)) {
      long after = Math.min(firstHeld, Math.max(checkpoint.position(), registration.since()));
      Optional<Long> pending =
          messages.undelivered(
              MessageKind.EVENT,
              subscription.wantedTypes(MessageKind.EVENT),
              checkpoint.lane(),
              after);
      if (pending.isPresent()) {
        throw PendingDeliveriesException.backlog(name, pending.get());
      }
    }
  }
}
