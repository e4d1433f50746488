package dev.foliot.unitofwork;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The connection of a transaction that Spring takes as ended without a commit or a rollback, as it
 * does after a {@code TransactionException} before the commit. One that goes back to auto-commit
 * would commit then; another one may go back to its pool with all its locks.
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
      LOG.debug("A connection could not be rolled back", lost);
    }
  }
}
