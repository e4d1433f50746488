package dev.foliot.engine;

import dev.foliot.failure.Causes;
import dev.foliot.failure.Conflicts;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.ParkedAtOnce;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.UnreadableMessageException;
import dev.foliot.personaldata.KeysUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * Decides the consequence of a failure (R25). While the database is unavailable, no message is
 * judged. A passing failure of this database (a lost race, a lost connection, an exhausted
 * resource) does not count as an attempt for the time {@link #SPARED}. After that time it counts,
 * so that a message that always causes it is found. Every other failure counts as an attempt.
 */
final class JudgeFailure {
  /** The time after the first failure of a message during which passing failures do not count. */
  static final Duration SPARED = Duration.ofMinutes(5);

  /** As {@link #SPARED}, for a full disk: it needs a person, and all messages fail alike. */
  private static final Duration SPARED_BY_FULL_DISK = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(JudgeFailure.class);
  private static final int MAX_STEPS = 20;

  private final JdbcClient jdbc;
  private final DoubleSupplier random;

  JudgeFailure(JdbcClient jdbc, DoubleSupplier random) {
    this.jdbc = jdbc;
    this.random = random;
  }

  /**
   * If the error looks like an outage, tests the database outside of a transaction.
   *
   * @throws DatabaseAwayException if it does not answer
   */
  void throwIfDatabaseIsAway(Throwable error) {
    DatabaseAwayException away = whyDatabaseIsAway(error);
    if (away != null) {
      throw away;
    }
  }

  /** The same as a result; null if the database answers. */
  @Nullable DatabaseAwayException whyDatabaseIsAway(Throwable error) {
    if (looksLikeOutage(error)) {
      try {
        jdbc.sql("select 1").query(Integer.class).single();
      } catch (DataAccessException | TransactionException away) {
        return new DatabaseAwayException(away);
      }
    }
    return null;
  }

  /** Whether the connection was lost, or could not be opened. */
  boolean looksLikeOutage(Throwable error) {
    return DatabaseErrors.isLoss(error) || DatabaseErrors.isShortage(error);
  }

  /**
   * The time after the first failure of a message during which this passing failure does not count.
   */
  static Duration sparedFor(Throwable error) {
    return DatabaseErrors.isFullDisk(error) ? SPARED_BY_FULL_DISK : SPARED;
  }

  /**
   * Whether the next try may succeed, for any message.
   *
   * @param ofTransaction whether the delivery's transaction itself failed, not the handler: a
   *     seemingly lost connection may come from another system that the handler uses
   */
  boolean isPassing(Throwable error, boolean ofTransaction) {
    return Conflicts.isConflict(error)
        || DatabaseErrors.isShortage(error)
        || DatabaseErrors.isOwnLoss(error)
        || Causes.find(error, KeysUnavailableException.class).isPresent()
        || (ofTransaction && DatabaseErrors.isLoss(error));
  }

  /** For a failure of Foliot's own bookkeeping, which is not the fault of a message. */
  RuntimeException cannotRecord(String subscription, Throwable error) {
    return new IllegalStateException(
        "Subscription %s cannot record its progress; it tries again: %s"
            .formatted(subscription, ErrorLine.of(error)),
        error);
  }

  /**
   * A try of a message that failed.
   *
   * @param message the message
   * @param attempt which attempt it is, if it counts
   * @param since when the message failed first; null if it did not
   * @param error why
   * @param passing whether the next try may succeed, for any message
   * @param now when
   */
  record Try(
      RecordedMessage message,
      int attempt,
      @Nullable Instant since,
      Throwable error,
      boolean passing,
      Instant now) {

    private Duration failingFor() {
      return since == null ? Duration.ZERO : Duration.between(since, now);
    }

    private boolean isSpared() {
      return passing && isRecent();
    }

    private boolean isRecent() {
      return failingFor().compareTo(sparedFor(error)) < 0;
    }

    private Failure retry(Subscription subscription, boolean counted, Duration pause) {
      String key = subscription.keyOf(message);
      Instant next = now.plus(pause).truncatedTo(ChronoUnit.MICROS); // as it is stored
      return new Failure(message, key, error, attempt, counted, true, now, Outcome.RETRY, next);
    }

    private Failure end(Subscription subscription, Outcome outcome, boolean mayBeOutage) {
      String key = subscription.keyOf(message);
      return new Failure(message, key, error, attempt, true, mayBeOutage, now, outcome, null);
    }
  }

  /** The decision about a failed message. */
  Failure judge(Subscription subscription, Try failed) {
    RetryPolicy policy = subscription.settings().retry();
    ErrorDecision decision = failed.isSpared() ? null : decide(subscription, failed);
    if (decision == null) {
      return failed.retry(subscription, false, pauseAfter(failed.failingFor(), policy));
    }
    if (decision instanceof ErrorDecision.Skip) {
      return failed.end(subscription, Outcome.SKIPPED, false);
    }
    if (decision instanceof ErrorDecision.Park) {
      return failed.end(subscription, Outcome.PARKED, false);
    }
    if (!policy.allowsAnotherAfter(failed.attempt())) {
      return failed.end(subscription, Outcome.PARKED, true);
    }
    Duration pause =
        decision instanceof ErrorDecision.RetryAfter after
            ? after.pause()
            : policy.pauseAfter(failed.attempt(), random);
    return failed.retry(subscription, true, pause);
  }

  /**
   * The policy's first pause that is not shorter than the time for which the message has been
   * failing.
   */
  private Duration pauseAfter(Duration failing, RetryPolicy policy) {
    int step = 1;
    while (step < MAX_STEPS && policy.pauseAfter(step, () -> 0.5).compareTo(failing) < 0) {
      step++;
    }
    return policy.pauseAfter(step, random);
  }

  /**
   * An unreadable message, or one out of order, is parked, because another try does not help. For
   * any other failure, the error method of the handler decides. Null if this method failed for a
   * passing reason, so that its decision is not known.
   */
  private @Nullable ErrorDecision decide(Subscription subscription, Try failed) {
    if (isUnreadable(failed.error()) || failed.error() instanceof ParkedAtOnce) {
      return ErrorDecision.park();
    }
    if (!(failed.error() instanceof Exception exception)) {
      return ErrorDecision.retry();
    }
    try {
      return Objects.requireNonNull(
          subscription
              .handler()
              .decide(exception, failed.message(), failed.attempt())
              .orElse(ErrorDecision.retry()));
    } catch (Throwable thrown) {
      if (failed.isRecent() && isPassing(thrown, true)) {
        LOG.warn(
            "subscription={} message={}: the @OnError method could not use the database, so it is called again after the next try",
            subscription.name(),
            failed.message(),
            failed.message().redact(thrown));
        return null;
      }
      LOG.error(
          "subscription={} message={}: the @OnError method failed, so the retry policy decides",
          subscription.name(),
          failed.message(),
          failed.message().redact(thrown));
      return ErrorDecision.retry();
    }
  }

  private static boolean isUnreadable(Throwable error) {
    return error instanceof UnreadableMessageException
        || error instanceof UnknownMessageTypeException;
  }
}
