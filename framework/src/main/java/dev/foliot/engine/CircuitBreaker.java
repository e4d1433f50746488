package dev.foliot.engine;

import dev.foliot.failure.ErrorText;
import dev.foliot.time.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses a subscription on this node while all of its messages fail, so that an outage of another
 * system parks nothing. While it is closed, it counts the different keys that failed since the last
 * success; one poisoned key never reaches the limit alone. While it is open, it stops all messages,
 * for a pause that grows. Then one segment may try one message. If the message succeeds, the
 * subscription continues. If it fails, its key waits without an attempt, and the next try takes
 * another key, so that a few poisoned keys do not keep it open for ever. All segments of the
 * subscription share it, each through its {@link OfSegment}.
 */
final class CircuitBreaker {
  private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
  private static final int MAX_STEPS = 20;

  /** For a subscription that never pauses. */
  private static final int NEVER = Integer.MAX_VALUE;

  private final String subscription;
  private final int failures;
  private final CircuitBreakerSettings settings;
  private final InstantSource clock;
  private final DoubleSupplier random;

  private final Set<String> failing = new HashSet<>();
  private @Nullable Opened opened;
  private @Nullable OfSegment trying;
  private @Nullable OfSegment triedLast;
  private boolean othersWait;

  /** The state of an open circuit breaker; each failed try replaces it. */
  private record Opened(
      Instant since, int tries, Pause pause, String errorClass, String lastError) {
    Instant nextTry() {
      return pause.end();
    }
  }

  /** How much a segment may do in its turn. */
  enum Permit {
    /** Everything. */
    ALL,
    /** One message. */
    ONE,
    /** Nothing. */
    NONE
  }

  CircuitBreaker(
      String subscription,
      boolean enabled,
      CircuitBreakerSettings settings,
      InstantSource clock,
      DoubleSupplier random) {
    this.subscription = subscription;
    this.failures = enabled ? settings.failures() : NEVER;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /** Creates the view of one segment. */
  OfSegment newSegment() {
    return new OfSegment();
  }

  /** The status; empty while it is closed. */
  synchronized Optional<CircuitStatus> status() {
    return Optional.ofNullable(opened)
        .map(
            open ->
                new CircuitStatus(
                    open.since(),
                    trying != null,
                    open.nextTry(),
                    open.errorClass(),
                    open.lastError()));
  }

  private synchronized Permit ask(OfSegment segment) {
    if (opened == null) {
      return Permit.ALL;
    }
    if (trying != null || !opened.pause().isOver(clock.instant())) {
      othersWait |= trying != null && trying != segment;
      return Permit.NONE;
    }
    if (othersWait && segment == triedLast) {
      othersWait = false; // they have the first turn, but only once: they may be gone
      return Permit.NONE;
    }
    othersWait = false;
    trying = segment;
    triedLast = segment;
    return Permit.ONE;
  }

  private synchronized boolean letsThrough(OfSegment segment) {
    return opened == null || trying == segment;
  }

  private synchronized void stepEnded(OfSegment segment) {
    if (trying == segment) {
      trying = null;
    }
  }

  /** As {@link OfSegment#failed}. */
  private synchronized Failure failed(OfSegment segment, Failure failure) {
    if (!failure.mayBeOutage() || failures == NEVER) {
      return failure;
    }
    if (opened == null) {
      int keys = failing.size() + (failing.contains(failure.key()) ? 0 : 1);
      return keys >= failures ? open(failure) : failure;
    }
    if (trying == segment) {
      opened = pause(opened.since(), opened.tries() + 1, failure);
      trying = null;
    }
    return failure.spared(opened.nextTry());
  }

  private Failure open(Failure failure) {
    Opened first = pause(clock.instant(), 1, failure);
    opened = first;
    LOG.warn(
        "subscription={} pauses: the messages of {} keys failed, one after the other. It tries one message at {}, and continues when a message succeeds; until then no attempt is counted and no message is parked. Check the systems that its handler needs. The last error: {}",
        subscription,
        failures,
        first.nextTry(),
        first.lastError());
    return failure.spared(first.nextTry());
  }

  private Opened pause(Instant since, int tries, Failure failure) {
    Duration pause = settings.pauses().pauseAfter(Math.min(tries, MAX_STEPS), random);
    return new Opened(
        since,
        tries,
        Pause.of(clock.instant(), pause),
        failure.error().getClass().getName(),
        ErrorText.firstLine(failure.message().redact(failure.error())));
  }

  private synchronized void recorded(boolean handled, @Nullable Failure failure) {
    if (handled) {
      succeeded();
    }
    if (failure != null && failure.mayBeOutage() && opened == null && failures != NEVER) {
      failing.add(failure.key());
    }
  }

  private void succeeded() {
    failing.clear();
    if (opened != null) {
      LOG.info(
          "subscription={} delivers again after a pause of {}: a message succeeded",
          subscription,
          Duration.between(opened.since(), clock.instant()));
      opened = null;
      trying = null;
    }
  }

  /** The time of the next try; empty if it is closed or may try now. */
  private synchronized Optional<Instant> nextTry() {
    return Optional.ofNullable(opened)
        .map(Opened::pause)
        .filter(pause -> !pause.isOver(clock.instant()))
        .map(Pause::end);
  }

  private synchronized boolean isTrying() {
    return trying != null;
  }

  /** The view of one segment. */
  final class OfSegment {
    private OfSegment() {}

    /**
     * Begins a turn, and returns how much the segment may do in it. {@link #stepEnded()} ends the
     * turn.
     */
    Permit ask() {
      return CircuitBreaker.this.ask(this);
    }

    /** Whether the segment may continue its batch. */
    boolean letsThrough() {
      return CircuitBreaker.this.letsThrough(this);
    }

    void stepEnded() {
      CircuitBreaker.this.stepEnded(this);
    }

    /**
     * Notes that a message failed, while none has succeeded since the last commit. If all messages
     * fail, the returned failure does not count as an attempt.
     */
    Failure failed(Failure failure) {
      return CircuitBreaker.this.failed(this, failure);
    }

    /** Notes a commit of handled messages, and perhaps of a failure after them. */
    void recorded(boolean handled, @Nullable Failure failure) {
      CircuitBreaker.this.recorded(handled, failure);
    }

    /** The time of its next try; empty if it need not wait. */
    Optional<Instant> nextTry() {
      return CircuitBreaker.this.nextTry();
    }

    /** Whether {@link #ask()} may now permit anything. */
    boolean mayAsk() {
      return letsThrough() || (!isTrying() && nextTry().isEmpty());
    }

    Optional<CircuitStatus> status() {
      return CircuitBreaker.this.status();
    }
  }
}
