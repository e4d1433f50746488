package dev.foliot.outbox;

import dev.foliot.failure.Causes;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Around;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.time.Pause;
import dev.foliot.work.Steps;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox to the broker: by priority, in order for each key, on one node at a time. A
 * message is published before it is marked. After a crash in between it is published again, so each
 * message is published at least once.
 *
 * <p>A failure of the database counts as an attempt only if its message has failed for minutes.
 * After a few refusals by the database in a row, the relay pauses. If a published message could not
 * be marked, it is marked before anything else is published.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RelayOutbox implements Steps {
  private static final Logger LOG = LoggerFactory.getLogger(RelayOutbox.class);
  private static final int REMOVED_AT_ONCE = 1_000;
  private static final Duration CLEANING_PAUSE = Duration.ofMinutes(10);
  private static final int REFUSALS_IN_A_ROW = 3;
  private static final int MAX_PAUSES = 20;

  private final RelayStore store;
  private final MessageBroker broker;
  private final OutboxSettings settings;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final RelayGuard guard;
  private final Around<OutboxEntry> around;
  private final Map<Long, Sparing> sparings = new HashMap<>();
  private @Nullable Sent unmarked;
  private Pause cleaningPause = Pause.NONE;
  private boolean pauses;
  private volatile boolean woken = true;
  private volatile @Nullable Instant next;

  public RelayOutbox(
      Outbox outbox,
      MessageBroker broker,
      OutboxSettings settings,
      InstantSource clock,
      DoubleSupplier random,
      RelayGuard guard,
      Around<OutboxEntry> around) {
    this.store = outbox.relayStore(guard);
    this.broker = broker;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.guard = guard;
    this.around = around;
  }

  /** A message that the broker has. */
  private record Sent(long id, Instant at) {}

  /** The tries of a message that do not count: since when, and how many. */
  private record Sparing(Instant since, int tries) {}

  private enum Outcome {
    PUBLISHED,
    RETRY,
    SPARED,
    FAILED;

    /** For observations. */
    String text() {
      return this == SPARED ? RETRY.text() : name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public void wakeUp() {
    woken = true;
  }

  @Override
  public boolean hasWork() {
    Instant due = next;
    return woken || (due != null && !clock.instant().isBefore(due));
  }

  /** Relays or cleans one batch; false if there was nothing to do, or nothing can be done now. */
  @Override
  public boolean step() {
    woken = false;
    next = null;
    // 1. Mark a message that the broker has already.
    if (unmarked != null) {
      mark(unmarked);
    }
    // 2. At intervals, remove old rows.
    Instant now = clock.instant();
    if (cleaningPause.isOver(now)) {
      clean(now);
      return true;
    }
    // 3. Publish due messages, if this node still relays.
    if (!store.hasPending()) {
      return false;
    }
    boolean more =
        guard.prove() && publish(store.due(now, now.plus(longestPause()), settings.batchSize()));
    if (!more) {
      next = store.nextDue().filter(now::isBefore).orElse(null);
    }
    return more;
  }

  private Duration longestPause() {
    RetryPolicy retry = settings.retry();
    return retry.pauseAfter(Math.max(retry.maxAttempts(), MAX_PAUSES), () -> 1);
  }

  private boolean publish(List<ReadEntry.Row> due) {
    Set<RelayStore.Key> failedKeys = new HashSet<>();
    int refusals = 0;
    for (ReadEntry.Row row : due) {
      RelayStore.Key key = RelayStore.Key.of(row.entry());
      if (failedKeys.contains(key)) {
        continue;
      }
      if (!guard.prove()) {
        return false;
      }
      Outcome outcome = publish(row);
      if (outcome != Outcome.PUBLISHED) {
        failedKeys.add(key);
      }
      refusals = outcome == Outcome.SPARED ? refusals + 1 : 0;
      if (refusals == REFUSALS_IN_A_ROW) {
        return pause();
      }
    }
    return !due.isEmpty();
  }

  private Outcome publish(ReadEntry.Row row) {
    OutboxEntry entry = row.entry();
    Around.Scope scope = around.enter(entry);
    try {
      broker.publish(row.message().tracedBy(scope.traceParent()));
    } catch (Throwable error) {
      scope.exit();
      Outcome outcome = Outcome.RETRY;
      try {
        outcome = failed(entry, error);
      } finally {
        scope.end(outcome.text(), store.redact(entry, error));
      }
      return outcome;
    }
    scope.exit();
    scope.end(Outcome.PUBLISHED.text(), null);
    mark(new Sent(entry.id(), clock.instant()));
    goOn();
    return Outcome.PUBLISHED;
  }

  private void mark(Sent sent) {
    unmarked = sent;
    store.published(sent.id(), sent.at());
    unmarked = null;
    sparings.remove(sent.id());
  }

  private Outcome failed(OutboxEntry entry, Throwable error) {
    Instant now = clock.instant();
    Sparing sparing = sparings.getOrDefault(entry.id(), new Sparing(now, 0));
    if (guard.isSpared(error, Duration.between(sparing.since(), now))) {
      spare(entry, new Sparing(sparing.since(), sparing.tries() + 1), error);
      return Outcome.SPARED;
    }
    int attempts = entry.attempts() + 1;
    if (settings.retry().allowsAnotherAfter(attempts)) {
      retry(entry, attempts, error);
      return Outcome.RETRY;
    }
    giveUp(entry, attempts, error);
    return Outcome.FAILED;
  }

  private void spare(OutboxEntry entry, Sparing sparing, Throwable error) {
    Instant next = nextAfter(Math.min(sparing.tries(), MAX_PAUSES));
    store.spared(entry, next, error);
    sparings.put(entry.id(), sparing);
    if (!pauses) {
      LOG.warn(
          "outbox id={} destination={} was not published and is tried again at {}; no attempt is counted, since the database refused it: {}",
          entry.id(),
          entry.message().destination(),
          next,
          inOneLine(store.redact(entry, error)));
    }
  }

  private void retry(OutboxEntry entry, int attempts, Throwable error) {
    Instant next = nextAfter(attempts);
    store.retried(entry, next, error);
    LOG.warn(
        "outbox id={} destination={} attempt={} failed and is tried again at {}: {}",
        entry.id(),
        entry.message().destination(),
        attempts,
        next,
        inOneLine(store.redact(entry, error)));
  }

  private void giveUp(OutboxEntry entry, int attempts, Throwable error) {
    store.failed(entry, error);
    sparings.remove(entry.id());
    LOG.error(
        "outbox id={} destination={} attempt={} failed for good; later messages of key={} wait until a person retries or discards it (Outbox, foliot outbox)",
        entry.id(),
        entry.message().destination(),
        attempts,
        entry.message().key(),
        store.redact(entry, error));
  }

  /** The innermost cause: the outer exceptions often quote statements of several lines. */
  private static String inOneLine(Throwable error) {
    List<Throwable> causes = Causes.of(error);
    return ErrorText.of(causes.get(causes.size() - 1)).replaceAll("\\s+", " ");
  }

  private Instant nextAfter(int tries) {
    return clock.instant().plus(settings.retry().pauseAfter(tries, random));
  }

  /** Nothing more in this step. */
  private boolean pause() {
    if (!pauses) {
      LOG.warn(
          "outbox: publishing pauses, since the database refused {} messages in a row; it continues by itself",
          REFUSALS_IN_A_ROW);
    }
    pauses = true;
    return false;
  }

  private void goOn() {
    if (pauses) {
      LOG.info("outbox: publishing continues");
    }
    pauses = false;
  }

  private void clean(Instant now) {
    cleaningPause =
        Pause.of(now, CLEANING_PAUSE); // also if it fails: publishing does not wait for it
    int removed = store.removePublishedBefore(now.minus(settings.retention()), REMOVED_AT_ONCE);
    if (removed == REMOVED_AT_ONCE) {
      cleaningPause = Pause.NONE;
    }
  }

  /** The earliest due time of the messages that wait after a failure. */
  @Override
  public Optional<Instant> nextDue() {
    return Optional.ofNullable(next);
  }
}
