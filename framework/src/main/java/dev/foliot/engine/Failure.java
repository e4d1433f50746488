package dev.foliot.engine;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message whose handling failed, and the decision.
 *
 * @param message the message
 * @param key its sequencing key
 * @param error the error
 * @param attempt which attempt this was, from 1
 * @param counted whether it counts as an attempt: a failure that is not the fault of the message
 *     does not
 * @param mayBeOutage whether a system that the handler needs may be unavailable; false if the
 *     handler or Foliot has decided that the message is the cause
 * @param failedAt when it failed
 * @param outcome retry, parked or skipped
 * @param nextAttemptAt when it is tried again; null unless it is
 */
record Failure(
    RecordedMessage message,
    String key,
    Throwable error,
    int attempt,
    boolean counted,
    boolean mayBeOutage,
    Instant failedAt,
    Outcome outcome,
    @Nullable Instant nextAttemptAt) {

  /** Whether later messages of the key must wait. */
  boolean holdsKey() {
    return outcome == Outcome.RETRY || outcome == Outcome.PARKED;
  }

  /** The same failure, which does not count as an attempt. */
  Failure spared(Instant next) {
    return new Failure(
        message, key, error, attempt, false, mayBeOutage, failedAt, Outcome.RETRY, next);
  }

  /** The number of attempts that count until now. */
  int attempts() {
    return counted ? attempt : attempt - 1;
  }
}
