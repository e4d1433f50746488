package dev.foliot.unitofwork;

import java.sql.SQLException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Finds a connection that was closed under its transaction, as drivers and pools do when it is
 * lost. The rollback does not always show it: with a lazily fetched connection, it does nothing
 * then. The check fetches no connection and takes no round trip.
 */
final class ClosedConnection {
  private ClosedConnection() {}

  /** Whether the transaction of this thread has one. */
  static boolean isBound() {
    return TransactionSynchronizationManager.getResourceMap().values().stream()
        .anyMatch(each -> each instanceof ConnectionHolder holder && isClosed(holder));
  }

  private static boolean isClosed(ConnectionHolder holder) {
    try {
      return holder.getConnectionHandle() != null && holder.getConnection().isClosed();
    } catch (SQLException | RuntimeException unknown) { // the rollback will show
      return false;
    }
  }
}
