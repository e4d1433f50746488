package dev.foliot.consistency;

import dev.foliot.consistency.ReadEvents.Page;
import dev.foliot.engine.HeldStatus;
import dev.foliot.engine.ReadProgress;
import dev.foliot.engine.ReadProgress.Held;
import dev.foliot.engine.StoredProgress;
import dev.foliot.engine.Subscription;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of a token that one subscription has still to handle. They are read page by page in
 * the order of the log. A page is read only when the previous one is done, so a token of many
 * events costs no more than the progress of the subscription.
 */
final class AwaitedEvents {
  private final Subscription subscription;
  private final ConsistencyToken token;
  private final ReadEvents events;
  private final ReadProgress progress;
  private final List<Event> page = new ArrayList<>();
  private long readThrough;
  private @Nullable Held waiting;
  private long reached;

  /** An event that the subscription wants. */
  private record Event(long position, Lane lane, String key) {
    private boolean isHeldBy(@Nullable Held held) {
      return held != null && held.position() <= position;
    }
  }

  AwaitedEvents(
      Subscription subscription, ConsistencyToken token, ReadEvents events, ReadProgress progress) {
    this.subscription = subscription;
    this.token = token;
    this.events = events;
    this.progress = progress;
    this.readThrough = token.runs().get(0).first() - 1;
  }

  String name() {
    return subscription.name();
  }

  /**
   * The key of the first event that is not done, if this event is in the primary lane; else null.
   */
  @Nullable String firstPrimaryKey() {
    return page.isEmpty() || page.get(0).lane() != Lane.PRIMARY ? null : page.get(0).key();
  }

  /** The position of the first event that is not done. */
  long firstPosition() {
    return page.isEmpty() ? token.last() : page.get(0).position();
  }

  /**
   * Whether the subscription has handled all of them.
   *
   * @throws ProjectionStoppedException if it cannot handle them before a person acts
   */
  boolean areDone(@Nullable StoredProgress now) {
    if (now == null) {
      throw ProjectionStoppedException.unregistered(name());
    }
    boolean isPastAll = now.lowest() >= token.last() && now.held() == 0;
    while (!isPastAll) {
      // 1. Forget the events that are done.
      removeDone(now);
      if (!page.isEmpty()) {
        reached = now.position(page.get(0).key(), page.get(0).lane());
        refuseIfPaused(now);
        return false;
      }
      // 2. Read the next page; positions that all segments have passed are skipped.
      isPastAll = !readNext(now);
    }
    return true;
  }

  private void removeDone(StoredProgress now) {
    Map<String, Held> held = held(now);
    waiting = null;
    for (Event event : page) {
      Held by = held.get(event.key());
      if (by != null && event.isHeldBy(by)) {
        refuseIfParked(by, event);
        waiting = waiting == null ? by : waiting;
      }
    }
    page.removeIf(
        event ->
            now.hasPassed(event.key(), event.lane(), event.position())
                && !event.isHeldBy(held.get(event.key())));
  }

  private Map<String, Held> held(StoredProgress now) {
    if (now.held() == 0 || page.isEmpty()) {
      return Map.of();
    }
    Set<String> keys = page.stream().map(Event::key).collect(Collectors.toSet());
    return progress.held(name(), keys, token.last());
  }

  private void refuseIfParked(Held held, Event event) {
    if (held.status() == HeldStatus.PARKED) {
      throw ProjectionStoppedException.parked(name(), event.position(), held);
    }
  }

  private void refuseIfPaused(StoredProgress now) {
    if (now.paused() != null) {
      throw ProjectionStoppedException.paused(name(), page.get(0).position(), now.paused());
    }
  }

  /** Reads the next events; false if there are none. */
  private boolean readNext(StoredProgress now) {
    long passed = now.held() == 0 ? now.lowest() : 0;
    while (page.isEmpty() && readThrough < token.last()) {
      Page next = events.after(Math.max(readThrough, passed), token, subscription);
      next.events().stream()
          .filter(event -> subscription.wants(event, now.since()))
          .map(this::event)
          .forEach(page::add);
      readThrough = next.through();
    }
    return !page.isEmpty();
  }

  private Event event(RecordedMessage event) {
    return new Event(event.position(), event.lane(), subscription.reportedKeyOf(event));
  }

  /** Creates the failure of a wait whose time is up. */
  ConsistencyTimeoutException timedOut(Duration timeout, boolean runsHere) {
    return new ConsistencyTimeoutException(
        name(), firstPosition(), reached, timeout, hint(runsHere));
  }

  private String hint(boolean runsHere) {
    if (waiting != null) {
      return "Its message %s (%s) has failed %s time(s) and waits for its next attempt. See the log of the engine."
          .formatted(waiting.messageId(), waiting.messageType(), waiting.attempts());
    }
    return runsHere
        ? "Repeat the read, or wait longer. If this happens often, see the lag of the subscription in domain.subscriptions() or the metrics."
        : "No engine runs on this node. Repeat the read, and check that an engine runs on another one.";
  }
}
