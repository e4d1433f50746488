package dev.foliot.failure;

import org.apiguardian.api.API;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Recognizes failures of a database, or of a store with the same exceptions, that say nothing about
 * the values: it does not answer, or the transaction was lost.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Outages {
  private Outages() {}

  /** Whether the error or one of its causes is such a failure, so that the next try may succeed. */
  public static boolean isOutage(Throwable error) {
    return Causes.of(error).stream()
        .anyMatch(
            each ->
                each instanceof TransactionException
                    || each instanceof TransientDataAccessException
                    || each instanceof RecoverableDataAccessException
                    || each instanceof NonTransientDataAccessResourceException);
  }

  /** Whether a statement or transaction took too long: in an outage, or because it reads a lot. */
  public static boolean isTimeout(Throwable error) {
    return Causes.find(error, QueryTimeoutException.class).isPresent()
        || Causes.find(error, TransactionTimedOutException.class).isPresent();
  }
}
