package dev.foliot.unitofwork;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * A transaction failed, and its connection to the database is lost: the connection is closed, or
 * the rollback failed, too. Nothing of the transaction is stored. The exception that ended the
 * transaction is suppressed in this one, because it may be a mere consequence: Hibernate's {@code
 * find}, for example, returns {@code null} when it cannot read.
 */
public final class ConnectionLostException extends DataAccessResourceFailureException {
  private static final long serialVersionUID = 1;

  /**
   * @param rollbackFailure null if the rollback had nothing to do on a connection that was closed
   */
  ConnectionLostException(Throwable failure, @Nullable Throwable rollbackFailure) {
    super(
        "The database connection was lost, and the transaction was rolled back: nothing of it is stored. Try again once the database answers. The suppressed exception ended the transaction; the loss may be its reason.",
        rollbackFailure);
    addSuppressed(failure);
  }
}
