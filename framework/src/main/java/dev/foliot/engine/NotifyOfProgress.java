package dev.foliot.engine;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.failure.ReadableError;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.work.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the readers that wait for a subscription or a topic, after each of its commits. While no
 * reader waits, a commit costs a look into two empty maps.
 *
 * <p>If other nodes deliver to its subscription, a reader announces its wait repeatedly. The other
 * nodes remember the wait for a while. When the owner of a segment gets an announcement, it
 * notifies at once, because it may have committed before it knew of the wait. Then it notifies
 * after each commit. After a change of owners the wait is announced again at once, so that the new
 * owner knows of it. A topic has no owner. So each node notifies at once, if it did not know of the
 * wait yet.
 */
final class NotifyOfProgress implements ProjectionProgress, Topics {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyOfProgress.class);

  private static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofSeconds(3);
  private static final Duration UNTIL_FORGOTTEN = Duration.ofSeconds(10);

  private final HandlerRegistry handlers;
  private final boolean synchronous;
  private final Notifications others;
  private final Supplier<LocalSegments> here;
  private final LongSupplier nanoTime;
  private final Map<String, Set<Listener>> listeners = new ConcurrentHashMap<>();
  private final Map<String, Long> announcedAt = new ConcurrentHashMap<>();
  private final Map<String, Long> awaitedElsewhereSince = new ConcurrentHashMap<>();
  private final AtomicBoolean announces = new AtomicBoolean();
  private final AtomicLong forgottenAt;

  /**
   * @param here the segments of this node at the moment
   */
  NotifyOfProgress(EngineParts parts, Notifications others, Supplier<LocalSegments> here) {
    this.handlers = parts.deliveries().handlers();
    this.synchronous = parts.deliveries().synchronous();
    this.nanoTime = parts.node().nanoTime();
    this.forgottenAt = new AtomicLong(nanoTime.getAsLong());
    this.others = others;
    this.here = here;
  }

  /** One registration; the same action may be registered twice. */
  private static final class Listener {
    private final Runnable wake;

    Listener(Runnable wake) {
      this.wake = wake;
    }
  }

  @Override
  public ProjectionProgress.Registration onAdvance(Set<String> subscriptions, Runnable wake) {
    Set<String> names = Set.copyOf(subscriptions);
    Listener listener = listen(names, wake);
    return () -> names.forEach(name -> leave(name, listener));
  }

  @Override
  public Topics.Registration onCommit(String topic, Runnable wake) {
    Listener listener = listen(Set.of(topic), wake);
    return () -> leave(topic, listener);
  }

  private Listener listen(Set<String> names, Runnable wake) {
    Listener listener = new Listener(wake);
    names.forEach(name -> enter(name, listener));
    if (others.isPossible()) {
      names.forEach(this::announce);
      announceLater();
    }
    return listener;
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

  /** A delivery to the subscription, or work of the topic, has been committed. */
  @Override
  public void committed(String subscription) {
    wakeHere(subscription);
    if (!awaitedElsewhereSince.isEmpty() && isAwaitedElsewhere(subscription)) {
      others.tell(Signal.advanced(subscription));
    }
  }

  private void wakeHere(String subscription) {
    if (!listeners.isEmpty()) {
      listeners.getOrDefault(subscription, Set.of()).forEach(NotifyOfProgress::wake);
    }
  }

  private boolean isAwaitedElsewhere(String subscription) {
    Long since = awaitedElsewhereSince.get(subscription);
    if (since == null) {
      return false;
    }
    boolean isOver = isOver(since, UNTIL_FORGOTTEN);
    if (isOver) {
      awaitedElsewhereSince.remove(subscription, since);
    }
    return !isOver;
  }

  private boolean isOver(long since, Duration time) {
    return nanoTime.getAsLong() - since >= time.toNanos();
  }

  /**
   * The messages have been committed with the rows of the inline projectors, or of all handlers in
   * synchronous mode.
   */
  void committed(List<NewMessage> messages) {
    if (!listeners.isEmpty() || !awaitedElsewhereSince.isEmpty()) {
      Set<String> delivered = new TreeSet<>();
      messages.stream()
          .flatMap(each -> deliveredWith(each).stream())
          .map(HandlerBean::name)
          .forEach(delivered::add);
      delivered.forEach(this::committed);
    }
  }

  private List<HandlerBean> deliveredWith(NewMessage message) {
    Class<?> type = message.message().payload().getClass();
    return message.deliveredSynchronously() ? handlers.reading(type) : handlers.readingInline(type);
  }

  // ---- other nodes

  /** A node that delivers all by itself needs no notification. */
  private void announce(String subscription) {
    Long last = announcedAt.get(subscription);
    boolean isRecent = last != null && !isOver(last, BETWEEN_ANNOUNCEMENTS);
    if (!isRecent && (synchronous || !here.get().hasAll(subscription))) {
      announcedAt.put(subscription, nanoTime.getAsLong());
      others.tell(Signal.awaited(subscription));
    }
  }

  private void announceLater() {
    if (announces.compareAndSet(false, true)) {
      others.later(this::announceWhileReadersWait, BETWEEN_ANNOUNCEMENTS);
    }
  }

  private void announceWhileReadersWait() {
    announces.set(false);
    announcedAt.keySet().retainAll(listeners.keySet());
    if (!listeners.isEmpty()) {
      announceAgain();
      announceLater();
    }
  }

  /** The owners may have changed, and the new ones do not know the readers of this node. */
  void announceAgain() {
    announcedAt.clear();
    listeners.keySet().forEach(this::announce);
  }

  /** A reader on another node waits for the subscription. */
  void awaitedElsewhere(String subscription) {
    boolean isFirst = !isAwaitedElsewhere(subscription);
    forgetWhatIsOver();
    awaitedElsewhereSince.put(subscription, nanoTime.getAsLong());
    if (isTopic(subscription) ? isFirst : !here.get().of(subscription).isEmpty()) {
      others.tell(Signal.advanced(subscription));
    }
  }

  private static boolean isTopic(String name) {
    return name.startsWith(Topics.PREFIX);
  }

  /** Forgets waits that are over, because there are ever new topics. */
  private void forgetWhatIsOver() {
    long last = forgottenAt.get();
    if (isOver(last, UNTIL_FORGOTTEN) && forgottenAt.compareAndSet(last, nanoTime.getAsLong())) {
      awaitedElsewhereSince.values().removeIf(since -> isOver(since, UNTIL_FORGOTTEN));
    }
  }

  /** Another node has committed a delivery. */
  void committedElsewhere(String subscription) {
    wakeHere(subscription);
  }

  private static void wake(Listener listener) {
    try {
      listener.wake.run();
    } catch (Throwable e) {
      LOG.error("A reader could not be woken after a commit", ReadableError.of(e));
    }
  }
}
