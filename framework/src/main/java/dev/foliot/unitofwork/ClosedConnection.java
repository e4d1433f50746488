package dev.foliot.unitofwork;

import java.sql.SQLException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Finds a connection that was closed during its transaction. Drivers and pools close a connection
 * when it is lost. The rollback does not always fail then: with a lazily fetched connection, it
 * does nothing. The check fetches no connection and needs no round trip.
 */
final class ClosedConnection {
  private ClosedConnection() {}

  /** Whether the transaction of this thread has a closed connection. */
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
