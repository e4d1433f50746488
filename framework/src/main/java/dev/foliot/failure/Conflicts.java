package dev.foliot.failure;

import java.sql.SQLException;
import java.util.Set;
import org.apiguardian.api.API;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Recognizes conflicts between transactions by their class and SQL state. Spring does not translate
 * all of them to {@link ConcurrencyFailureException}: not the lock time-outs of H2 and PostgreSQL.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Conflicts {
  /**
   * Serialization failure, deadlock, lock not available. The last two are of H2: a lock time-out,
   * and a row that another transaction has changed meanwhile.
   */
  private static final Set<String> STATES = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

  private static final Set<String> JPA =
      Set.of(
          "jakarta.persistence.OptimisticLockException",
          "jakarta.persistence.PessimisticLockException",
          "jakarta.persistence.LockTimeoutException");

  private Conflicts() {}

  /**
   * Whether the error or one of its causes is a conflict with another transaction: a version
   * conflict, a deadlock, a serialization failure, a lock time-out. The transaction was rolled
   * back, and may succeed if it is repeated.
   */
  public static boolean isConflict(Throwable error) {
    return Causes.of(error).stream()
        .anyMatch(
            each ->
                each instanceof ConcurrencyFailureException
                    || JPA.contains(each.getClass().getName())
                    || (each instanceof SQLException sql && isConflict(sql)));
  }

  private static boolean isConflict(SQLException error) {
    return STATES.contains(String.valueOf(error.getSQLState()));
  }
}
