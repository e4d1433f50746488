package dev.foliot.workflow.run;

import dev.foliot.failure.Causes;
import dev.foliot.failure.Conflicts;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.UnexpectedRollbackException;

/** Distinguishes refused commits from commits that may have taken place. */
final class RefusedCommits {
  /** Data, integrity, transaction, rollback, syntax, check option, raised by code, lock. */
  private static final Set<String> REFUSED = Set.of("22", "23", "25", "40", "42", "44", "P0", "55");

  private static final String COMPLETION_UNKNOWN = "40003";

  /** PostgreSQL: idle in transaction, and transaction, for too long: the connection is closed. */
  private static final Set<String> CLOSED = Set.of("25P03", "25P04");

  private RefusedCommits() {}

  /**
   * Whether nothing of the transaction is stored. A failure without an error of the database came
   * from the application, before the commit.
   */
  static boolean isSurely(Throwable failure) {
    return failure instanceof UnexpectedRollbackException
        || Conflicts.isConflict(failure)
        || failure instanceof DataIntegrityViolationException
        || Causes.find(failure, SQLException.class).map(RefusedCommits::isSurely).orElse(true);
  }

  private static boolean isSurely(SQLException error) {
    String state = String.valueOf(error.getSQLState());
    if (state.equals(COMPLETION_UNKNOWN) || CLOSED.contains(state)) {
      return false;
    }
    return REFUSED.contains(state.substring(0, 2));
  }
}
