package dev.foliot.unitofwork;

import dev.foliot.failure.ReadableError;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The connection of a transaction that Spring regards as ended without a commit or a rollback, for
 * example after a {@code TransactionException} before the commit. A reset to auto-commit would
 * commit the transaction. Without a reset, the connection may return to its pool with all its
 * locks.
 */
final class OpenConnection {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnection.class);

  private OpenConnection() {}

  /** Undoes the writes of this thread's transaction. */
  static void rollBack(Object manager, PersistenceSession session) {
    try {
      session.rollBack();
      if (manager instanceof ResourceTransactionManager resources
          && TransactionSynchronizationManager.getResource(resources.getResourceFactory())
              instanceof ConnectionHolder holder) {
        holder.getConnection().rollback();
      }
    } catch (SQLException | RuntimeException lost) { // then the database rolls back
      LOG.debug("A connection could not be rolled back", ReadableError.of(lost));
    }
  }
}
