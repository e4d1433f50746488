package dev.foliot.engine;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.message.UnreadableMessageException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/**
 * Decides what a failure means: a lost race, a database that is away, or an attempt of a message.
 */
final class JudgeFailure {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeFailure.class);
  private static final Set<String> RACE_STATES = Set.of("40001", "40P01", "55P03", "HYT00");
  private static final Set<String> RACE_CLASSES =
      Set.of(
          "jakarta.persistence.OptimisticLockException",
          "jakarta.persistence.PessimisticLockException",
          "jakarta.persistence.LockTimeoutException");

  private final JdbcClient jdbc;
  private final DoubleSupplier random;

  JudgeFailure(JdbcClient jdbc, DoubleSupplier random) {
    this.jdbc = jdbc;
    this.random = random;
  }

  /**
   * Whether the work lost a race and may win the next one: a version conflict, a deadlock, a lock
   * time-out.
   */
  boolean isConcurrency(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof ConcurrencyFailureException
          || RACE_CLASSES.contains(each.getClass().getName())
          || (each instanceof SQLException sql
              && RACE_STATES.contains(String.valueOf(sql.getSQLState())))) {
        return true;
      }
    }
    return false;
  }

  /**
   * An error that looks like a lost connection may come from another database that a handler uses;
   * so this one is asked before the message is cleared of it.
   *
   * @throws DatabaseAwayException if this database does not answer
   */
  void throwIfDatabaseIsAway(Throwable error) {
    if (!looksLikeOutage(error)) {
      return;
    }
    try {
      jdbc.sql("select 1").query(Integer.class).single();
    } catch (DataAccessException | TransactionException away) {
      throw new DatabaseAwayException(away);
    }
  }

  /** Whether the connection was lost, or could not be had. */
  boolean looksLikeOutage(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof DataAccessResourceFailureException
          || each instanceof TransientDataAccessResourceException
          || each instanceof CannotCreateTransactionException
          || (each instanceof SQLException sql && isOutageState(sql))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOutageState(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    return state.startsWith("08") || state.startsWith("57P") || state.startsWith("90");
  }

  /** For a failure of Foliot's own bookkeeping, of which no message is guilty. */
  RuntimeException cannotRecord(String subscription, Throwable error) {
    return new IllegalStateException(
        "Subscription %s cannot record its progress; it tries again.".formatted(subscription),
        error);
  }

  /** What becomes of a message whose attempt failed. */
  Failure judge(
      Subscription subscription,
      RecordedMessage message,
      Throwable error,
      int attempt,
      Instant now) {
    RetryPolicy policy = subscription.settings().retry();
    ErrorDecision decision = decide(subscription, message, error, attempt);
    String key = subscription.keyOf(message);
    if (decision == ErrorDecision.SKIP) {
      return new Failure(message, key, error, attempt, now, Outcome.SKIPPED, null);
    }
    boolean again = decision == ErrorDecision.RETRY && policy.allowsAnotherAfter(attempt);
    return again
        ? new Failure(
            message,
            key,
            error,
            attempt,
            now,
            Outcome.RETRY,
            now.plus(policy.pauseAfter(attempt, random)))
        : new Failure(message, key, error, attempt, now, Outcome.PARKED, null);
  }

  /** Trying again does not make a message readable; for the rest the handler is asked. */
  private static ErrorDecision decide(
      Subscription subscription, RecordedMessage message, Throwable error, int attempt) {
    if (isUnreadable(error)) {
      return ErrorDecision.PARK;
    }
    if (!(error instanceof Exception exception)) {
      return ErrorDecision.RETRY;
    }
    try {
      return Objects.requireNonNull(
          subscription.handler().decide(exception, message, attempt).orElse(ErrorDecision.RETRY));
    } catch (Throwable failed) {
      LOG.error(
          "subscription={} message={}: the @OnError method failed, so the retry policy decides",
          subscription.name(),
          message,
          message.redact(failed));
      return ErrorDecision.RETRY;
    }
  }

  private static boolean isUnreadable(Throwable error) {
    return error instanceof UnreadableMessageException
        || error instanceof UnknownMessageTypeException;
  }
}
