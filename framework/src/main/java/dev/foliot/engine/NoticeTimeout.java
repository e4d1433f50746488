package dev.foliot.engine;

import java.util.Map;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Notices whether a delivery transaction was rolled back after its time-out, such as {@code
 * spring.transaction.default-timeout}. The exception does not show it: a handler may throw another
 * one when its statement is refused.
 */
final class NoticeTimeout implements TransactionSynchronization {
  private boolean timedOut;

  /** Begins to watch the current transaction. */
  void watch() {
    timedOut = false;
    TransactionSynchronizationManager.registerSynchronization(this);
  }

  /** Whether the last watched transaction was rolled back after its time-out. */
  boolean isTimedOut() {
    return timedOut;
  }

  /** The resources are still bound here, with the deadline of the transaction. */
  @Override
  public void afterCompletion(int status) {
    Map<Object, Object> resources = TransactionSynchronizationManager.getResourceMap();
    timedOut =
        status != STATUS_COMMITTED
            && resources.values().stream()
                .anyMatch(
                    each -> each instanceof ResourceHolderSupport holder && hasPassed(holder));
  }

  private static boolean hasPassed(ResourceHolderSupport holder) {
    try {
      return holder.hasTimeout() && holder.getTimeToLiveInMillis() <= 0;
    } catch (TransactionTimedOutException passed) {
      return true;
    }
  }
}
