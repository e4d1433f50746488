package dev.foliot.outbox;

import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Around;
import dev.foliot.handler.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the outbox to the broker: by priority, in order for each key, one relay at a time. The
 * relay holds a lock on the database's clock and loses it when it dies. A message is published
 * before it is marked, so a crash in between publishes it again: at least once, never not at all.
 */
public final class RelayOutbox {
  private static final Logger LOG = LoggerFactory.getLogger(RelayOutbox.class);
  private static final int REMOVED_AT_ONCE = 1_000;
  private static final Duration CLEANING_PAUSE = Duration.ofMinutes(10);

  private final Outbox outbox;
  private final MessageBroker broker;
  private final OutboxSettings settings;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final OutboxLock lock;
  private final Around<OutboxEntry> around;
  private @Nullable Instant nextCleaning;
  private Instant lockedSince = Instant.MIN;

  /**
   * @param databaseNow an SQL expression for the present instant, by which the lock is told
   */
  public RelayOutbox(
      Outbox outbox,
      MessageBroker broker,
      OutboxSettings settings,
      InstantSource clock,
      Supplier<String> databaseNow,
      DoubleSupplier random,
      String owner,
      Around<OutboxEntry> around) {
    this.outbox = outbox;
    this.broker = broker;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.lock = outbox.lock(owner, settings.lock(), databaseNow);
    this.around = around;
  }

  /**
   * Relays or cleans one batch; false if there was nothing to do, or another relay has the lock.
   */
  public boolean step() {
    Instant now = clock.instant();
    if (nextCleaning == null || !now.isBefore(nextCleaning)) {
      clean(now);
      return true;
    }
    if (!outbox.hasPending() || !lock(now)) {
      return false;
    }
    List<OutboxEntry> due = outbox.due(now, now.plus(longestPause()), settings.batchSize());
    Set<String> failedKeys = new HashSet<>();
    for (OutboxEntry entry : due) {
      if (!keepLock()) {
        break;
      }
      if (!failedKeys.contains(keyOf(entry)) && !publish(entry)) {
        failedKeys.add(keyOf(entry));
      }
    }
    return !due.isEmpty();
  }

  private Duration longestPause() {
    RetryPolicy retry = settings.retry();
    return retry.pauseAfter(retry.maxAttempts(), () -> 1);
  }

  private boolean lock(Instant now) {
    boolean locked = lock.take();
    lockedSince = now;
    return locked;
  }

  /** Renews the lock in good time before it ends. */
  private boolean keepLock() {
    Instant now = clock.instant();
    boolean fresh = now.isBefore(lockedSince.plus(settings.lock().dividedBy(2)));
    return (fresh && !now.isBefore(lockedSince)) || lock(now);
  }

  private static String keyOf(OutboxEntry entry) {
    return entry.message().destination() + " " + entry.message().key();
  }

  private boolean publish(OutboxEntry entry) {
    Around.Scope scope = around.enter(entry);
    try {
      broker.publish(entry.message().tracedBy(scope.traceParent()));
    } catch (Throwable error) {
      scope.exit();
      scope.end(failed(entry, error) ? "retry" : "failed", outbox.redact(entry, error));
      return false;
    }
    scope.exit();
    scope.end("published", null);
    outbox.published(entry.id(), clock.instant());
    return true;
  }

  /** Whether it is tried again. */
  private boolean failed(OutboxEntry entry, Throwable error) {
    RetryPolicy retry = settings.retry();
    int attempts = entry.attempts() + 1;
    boolean again = retry.allowsAnotherAfter(attempts);
    if (again) {
      Instant next = clock.instant().plus(retry.pauseAfter(attempts, random));
      outbox.failed(entry, next, error);
      LOG.warn(
          "outbox id={} destination={} attempt={} failed and is tried again at {}: {}",
          entry.id(),
          entry.message().destination(),
          attempts,
          next,
          ErrorText.of(outbox.redact(entry, error)));
    } else {
      outbox.failed(entry, null, error);
      LOG.error(
          "outbox id={} destination={} attempt={} failed for good; later messages of key={} wait until Outbox.retry({}) is called",
          entry.id(),
          entry.message().destination(),
          attempts,
          entry.message().key(),
          entry.id(),
          outbox.redact(entry, error));
    }
    return again;
  }

  private void clean(Instant now) {
    int removed = outbox.removePublishedBefore(now.minus(settings.retention()), REMOVED_AT_ONCE);
    nextCleaning = removed < REMOVED_AT_ONCE ? now.plus(CLEANING_PAUSE) : null;
  }

  /** When the next message is due that waits after a failure. */
  public Optional<Instant> nextDue() {
    return outbox.nextDue();
  }

  /** Gives the lock back. */
  public void stop() {
    lock.release();
  }
}
