package dev.foliot.engine;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.ReadableError;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.ProjectionProgress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the readers that wait for a subscription, after each of its commits. While nobody waits, a
 * commit costs one look into an empty map.
 */
final class NotifyOfProgress implements ProjectionProgress {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyOfProgress.class);

  private final HandlerRegistry handlers;
  private final Map<String, Set<Listener>> listeners = new ConcurrentHashMap<>();

  NotifyOfProgress(HandlerRegistry handlers) {
    this.handlers = handlers;
  }

  /** One registration; two of them with one action are two. */
  private static final class Listener {
    private final Runnable wake;

    Listener(Runnable wake) {
      this.wake = wake;
    }
  }

  @Override
  public Registration onAdvance(Set<String> subscriptions, Runnable wake) {
    Set<String> names = Set.copyOf(subscriptions);
    Listener listener = new Listener(wake);
    names.forEach(name -> enter(name, listener));
    return () -> names.forEach(name -> leave(name, listener));
  }

  private void enter(String subscription, Listener listener) {
    listeners.compute(
        subscription,
        (name, known) -> {
          Set<Listener> all = known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(listener);
          return all;
        });
  }

  private void leave(String subscription, Listener listener) {
    listeners.computeIfPresent(
        subscription,
        (name, known) -> {
          known.remove(listener);
          return known.isEmpty() ? null : known;
        });
  }

  /** A delivery to the subscription has been committed. */
  void committed(String subscription) {
    if (!listeners.isEmpty()) {
      listeners.getOrDefault(subscription, Set.of()).forEach(NotifyOfProgress::wake);
    }
  }

  /** The messages have been committed, and their handlers with them, if they are synchronous. */
  void committed(List<NewMessage> messages) {
    if (!listeners.isEmpty()) {
      Set<String> delivered = new TreeSet<>();
      messages.stream()
          .filter(NewMessage::deliveredSynchronously)
          .flatMap(each -> handlers.reading(each.message().payload().getClass()).stream())
          .map(HandlerBean::name)
          .forEach(delivered::add);
      delivered.forEach(this::committed);
    }
  }

  private static void wake(Listener listener) {
    try {
      listener.wake.run();
    } catch (Throwable e) {
      LOG.error("A reader could not be woken after a delivery", ReadableError.of(e));
    }
  }
}
