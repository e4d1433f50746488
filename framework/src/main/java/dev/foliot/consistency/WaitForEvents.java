package dev.foliot.consistency;

import dev.foliot.engine.EngineNode;
import dev.foliot.engine.LocalSegments;
import dev.foliot.engine.ReadProgress;
import dev.foliot.engine.StoredProgress;
import dev.foliot.time.Wakeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One read that waits for subscriptions. If this node delivers to all of them, only a commit ends a
 * pause. The memory of the node shows whether the subscriptions have come far enough; then one
 * statement confirms it. If other nodes deliver and send notifications, their commits also end a
 * pause. Since a notification may be lost, the read also queries at intervals. In all other cases,
 * the read queries after each of its growing pauses.
 */
final class WaitForEvents {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_IF_NOTIFIED = Duration.ofSeconds(5);

  private final ConsistencyToken token;
  private final List<AwaitedEvents> open;
  private final ReadProgress progress;
  private final ReadEvents events;
  private final EngineNode engine;
  private final LongSupplier nanoTime;
  private boolean isOfThisLog;

  WaitForEvents(
      ConsistencyToken token,
      List<AwaitedEvents> open,
      ReadProgress progress,
      ReadEvents events,
      EngineNode engine) {
    this.token = token;
    this.open = new ArrayList<>(open);
    this.progress = progress;
    this.events = events;
    this.engine = engine;
    this.nanoTime = engine.parts().node().nanoTime();
  }

  /** The names of the subscriptions that are behind. */
  Set<String> subscriptions() {
    return open.stream().map(AwaitedEvents::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Reads from the database whether all subscriptions are done. */
  boolean areDone() {
    Map<String, StoredProgress> now =
        progress.of(subscriptions(), token.runs().get(0).first(), token.last());
    if (!isOfThisLog && now.values().stream().anyMatch(each -> each.lowest() < token.last())) {
      events.refuseIfOfAnotherLog(token);
      isOfThisLog = true;
    }
    open.removeIf(each -> each.areDone(now.get(each.name())));
    return open.isEmpty();
  }

  /**
   * Waits until all have caught up. The caller must be registered for their commits.
   *
   * @throws ConsistencyTimeoutException if the time is up first
   */
  void until(Duration timeout, Wakeable caller) throws InterruptedException {
    long begin = nanoTime.getAsLong();
    long lookedAt = begin;
    Duration pause = FIRST_PAUSE;
    List<Object> owners = owners(engine.localSegments());
    boolean done = areDone(); // a commit since the first read may have come before the registration
    while (!done) {
      // 1. When the time is over, query a last time and fail.
      Duration left = timeout.minusNanos(nanoTime.getAsLong() - begin);
      if (left.isNegative() || left.isZero()) {
        giveUpUnlessDone(timeout);
        return;
      }
      // 2. Wait for a commit, or for the end of the pause.
      boolean woken = caller.await(left.compareTo(pause) < 0 ? left : pause);
      // 3. Query if something may have changed that the memory does not show.
      LocalSegments here = engine.localSegments();
      List<Object> ownersNow = owners(here);
      boolean isDue = nanoTime.getAsLong() - lookedAt >= LONGEST_IF_NOTIFIED.toNanos();
      boolean isNotified =
          ownersNow.equals(owners) && (areAllHere(here) || (here.hearsOthers() && !isDue));
      if (woken ? !isBehind(here) : !isNotified) {
        done = areDone();
        lookedAt = nanoTime.getAsLong();
      }
      owners = ownersNow;
      pause = longer(pause);
    }
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  private void giveUpUnlessDone(Duration timeout) {
    if (!areDone()) {
      throw open.get(0).timedOut(timeout, engine.isRunning());
    }
  }

  private List<Object> owners(LocalSegments here) {
    List<Object> owners = new ArrayList<>();
    open.forEach(each -> owners.addAll(here.of(each.name())));
    return owners;
  }

  private boolean areAllHere(LocalSegments here) {
    return open.stream().allMatch(each -> here.hasAll(each.name()));
  }

  /** Whether this node delivers the first event of one of them, and has not reached it. */
  private boolean isBehind(LocalSegments here) {
    return open.stream()
        .anyMatch(
            each -> {
              String key = each.firstPrimaryKey();
              return key != null && here.isBehind(each.name(), key, each.firstPosition());
            });
  }
}
