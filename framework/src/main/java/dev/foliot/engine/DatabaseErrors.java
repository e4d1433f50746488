package dev.foliot.engine;

import dev.foliot.failure.Causes;
import dev.foliot.unitofwork.ConnectionLostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Distinguishes errors of a database by their class and SQL state, anywhere in the chain of causes.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DatabaseErrors {
  /** PostgreSQL: idle in transaction, and transaction, for too long. */
  private static final Set<String> POSTGRES_TIMEOUTS = Set.of("25P03", "25P04");

  /** H2: closed, broken, shutting down, not found, input or output failed, object closed. */
  private static final Set<String> H2_LOSSES =
      Set.of("90007", "90013", "90028", "90031", "90067", "90098", "90121");

  private static final String FULL_DISK = "53100";

  private static final String H2_OUT_OF_MEMORY = "90108";

  /** Read only, as after a change of the primary; a failure of the disk; H2: read only. */
  private static final Set<String> REFUSED_WRITES = Set.of("25006", "58030", "90097");

  private DatabaseErrors() {}

  /**
   * Whether a shared resource is exhausted: disk, memory or connections of the server, or the
   * connections of a pool, whose exceptions have no SQL state. Also true if the database refuses to
   * write.
   */
  public static boolean isShortage(Throwable error) {
    return anyCause(
        error,
        each ->
            (each instanceof SQLTransientConnectionException pool && pool.getSQLState() == null)
                || (each instanceof SQLException sql
                    && (state(sql).startsWith("53")
                        || state(sql).equals(H2_OUT_OF_MEMORY)
                        || REFUSED_WRITES.contains(state(sql)))));
  }

  /** Whether the disk of the database is full. */
  static boolean isFullDisk(Throwable error) {
    return anyCause(
        error, each -> each instanceof SQLException sql && state(sql).equals(FULL_DISK));
  }

  /** Whether a transaction of Foliot lost its connection to this database. */
  static boolean isOwnLoss(Throwable error) {
    return anyCause(error, ConnectionLostException.class::isInstance);
  }

  /**
   * Whether a connection was lost, or could not be opened. The database's own error code is read
   * before Spring's translation, because Spring translates a cancelled statement to a resource
   * failure.
   */
  static boolean isLoss(Throwable error) {
    if (isOwnLoss(error)
        || anyCause(error, each -> each instanceof SQLException sql && isLossState(state(sql)))) {
      return true;
    }
    boolean saysOtherwise =
        anyCause(error, each -> each instanceof SQLException sql && sql.getSQLState() != null);
    return !saysOtherwise && anyCause(error, DatabaseErrors::isLossByClass);
  }

  private static boolean isLossByClass(Throwable error) {
    return error instanceof DataAccessResourceFailureException
        || error instanceof TransientDataAccessResourceException
        || error instanceof CannotCreateTransactionException
        || error instanceof SQLTransientConnectionException
        || error instanceof SQLNonTransientConnectionException
        || error instanceof SQLRecoverableException;
  }

  /**
   * Connection exceptions, the server's shutdown, crash or start, and a transaction whose
   * connection the server ended because it was idle or open for too long.
   */
  private static boolean isLossState(String state) {
    return state.startsWith("08")
        || state.startsWith("57P")
        || POSTGRES_TIMEOUTS.contains(state)
        || H2_LOSSES.contains(state);
  }

  private static boolean anyCause(Throwable error, Predicate<Throwable> is) {
    return Causes.of(error).stream().anyMatch(is);
  }

  private static String state(SQLException error) {
    return String.valueOf(error.getSQLState());
  }
}
