package dev.foliot.engine;

import dev.foliot.engine.SubscriptionStore.Registration;
import dev.foliot.eventstore.EventStore;
import dev.foliot.message.MessageKind;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/**
 * Makes sure that an inline projector misses no event and handles none twice. From the moment when
 * it is registered, it handles each event in the transaction that stores the event. All earlier
 * events must have been handled before: there are none, or its subscription has handled them. The
 * subscription ends in the same transaction. If the projector is not inline any more, its new
 * subscription starts at the end of the log.
 */
final class RegisterInline {
  private static final Logger LOG = LoggerFactory.getLogger(RegisterInline.class);

  private final SubscriptionStore store;
  private final InlineStore inline;
  private final HeldInLog held;
  private final EventStore log;
  private final Transactions transactions;

  RegisterInline(
      SubscriptionStore store,
      InlineStore inline,
      HeldInLog held,
      EventStore log,
      Transactions transactions) {
    this.store = store;
    this.inline = inline;
    this.held = held;
    this.log = log;
    this.transactions = transactions;
  }

  /**
   * Registers the projectors that are not inline yet.
   *
   * @throws ProjectorNotFilledException if one of them would miss events
   */
  void register(List<Subscription> projectors) {
    for (Subscription projector : projectors) {
      try {
        transactions.doInNew(() -> registerOne(projector));
      } catch (DuplicateKeyException registeredMeanwhile) {
        LOG.debug("subscription={} was made inline by another node", projector.name());
      }
    }
  }

  private void registerOne(Subscription projector) {
    String name = projector.name();
    if (inline.isRegistered(name)) {
      return;
    }
    Map<String, Registration> known = store.findAll();
    if (known.containsKey(name)) {
      endSubscription(projector);
    } else {
      inline
          .firstOf(projector.wantedTypes(MessageKind.EVENT))
          .ifPresent(
              position -> {
                throw ProjectorNotFilledException.isNew(name, position);
              });
    }
    inline.register(name, log.head());
    LOG.info("subscription={} is inline: it handles events before the commit from now on", name);
  }

  /** Takes the segments of the projector, so that no engine delivers to it any more. */
  private void endSubscription(Subscription projector) {
    String name = projector.name();
    inline
        .nodeThatDelivers(name)
        .ifPresent(
            node -> {
              throw ProjectorNotFilledException.isRunning(name, node);
            });
    Registration registration = store.take(name);
    long keys = held.behindEvents(name);
    if (keys > 0) {
      throw ProjectorNotFilledException.isBehind(
          name, "holds %s key(s) behind failed messages".formatted(keys));
    }
    inline
        .firstPending(name, projector.wantedTypes(MessageKind.EVENT), registration.since())
        .ifPresent(
            position -> {
              throw ProjectorNotFilledException.isBehind(
                  name, "has not handled the message at position %s".formatted(position));
            });
    store.remove(name);
  }
}
