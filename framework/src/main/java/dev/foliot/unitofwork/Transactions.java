package dev.foliot.unitofwork;

import dev.foliot.failure.Causes;
import dev.foliot.failure.Rethrow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Opens transactions: the only place where Foliot begins and commits them. Any exception of the
 * work, checked or not, rolls back and is thrown unchanged (R2). The same holds for an exception of
 * the commit. If the connection is closed or its rollback fails, it is lost: then {@link
 * ConnectionLostException} is thrown, because the failure of the work may be a consequence of the
 * loss.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Transactions {
  private static final int DAYS = (int) Duration.ofDays(7).toSeconds();

  private final PlatformTransactionManager manager;
  private final int isolation;

  /** Work in a transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run() throws Throwable;
  }

  /** Work in a transaction without a result. */
  @FunctionalInterface
  public interface Action {
    void run() throws Throwable;
  }

  /** Transactions at the default isolation level of the connections. */
  public Transactions(PlatformTransactionManager manager) {
    this(manager, TransactionDefinition.ISOLATION_DEFAULT);
  }

  private Transactions(PlatformTransactionManager manager, int isolation) {
    this.manager = manager;
    this.isolation = isolation;
  }

  /**
   * Transactions in which each statement sees the latest commits. If the default isolation level of
   * the connections is stricter than READ COMMITTED, each transaction sets it. Otherwise this costs
   * nothing.
   */
  public static Transactions readCommitted(
      PlatformTransactionManager manager, DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      boolean isStricter =
          connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED;
      return isStricter
          ? new Transactions(manager, TransactionDefinition.ISOLATION_READ_COMMITTED)
          : new Transactions(manager);
    } catch (SQLException e) {
      throw new CannotGetJdbcConnectionException(
          "The default isolation level of the connections could not be read", e);
    }
  }

  /** The same transactions at the default isolation level, for code of the application. */
  public Transactions atDefaultIsolation() {
    return new Transactions(manager);
  }

  /**
   * The unit of work of this thread, if it belongs to this transaction manager: an application may
   * be called within a transaction of another one.
   */
  public Optional<UnitOfWork> current() {
    return UnitOfWork.current().filter(this::own);
  }

  /** Whether the unit of work belongs to this transaction manager. */
  boolean own(UnitOfWork unit) {
    return unit.belongsTo(manager);
  }

  /**
   * Whether nothing is bound to this thread: no transaction, no connection of a transaction that
   * has ended, and no persistence context that would be flushed. Only then a statement may commit
   * itself.
   */
  public static boolean isThreadFree() {
    return !TransactionSynchronizationManager.isSynchronizationActive()
        && !TransactionSynchronizationManager.isActualTransactionActive()
        && TransactionSynchronizationManager.getResourceMap().isEmpty();
  }

  /**
   * Whether a transaction is nothing but its statements: it has no default time limit, and no
   * listener of the application.
   */
  public boolean arePlain() {
    return !hasDefaultLimit()
        && manager instanceof ConfigurableTransactionManager known
        && known.getTransactionExecutionListeners().stream()
            .allMatch(BeginUnitOfWork.class::isInstance);
  }

  /**
   * Runs work of Foliot in its own transaction, and commits it. The default time limit for
   * transactions does not apply: work that took longer would be rolled back and started again,
   * without end.
   *
   * @throws FailedAfterCommitException if it committed, and a synchronization failed afterwards
   */
  public <T extends @Nullable Object> T inNew(Work<T> work) {
    return run(withoutLimit(), work, true);
  }

  /**
   * Does the same as {@link #inNew} for a handler of the application, with the default time limit.
   */
  public <T extends @Nullable Object> T inNewOfHandler(Work<T> work) {
    return run(requiresNew(), work, true);
  }

  /** Runs the work outside of the transaction of this thread, which continues afterwards. */
  public <T extends @Nullable Object> T outside(Work<T> work) {
    return run(
        new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NOT_SUPPORTED),
        work,
        false);
  }

  /**
   * Runs the work in a transaction of its own, and commits it. All its statements read the database
   * as it was at one moment.
   *
   * @param isolation the isolation level with which the database does so
   */
  public <T extends @Nullable Object> T inSnapshot(int isolation, Work<T> work) {
    DefaultTransactionDefinition definition = withoutLimit();
    definition.setIsolationLevel(isolation);
    return run(definition, work, false);
  }

  /** Runs the action in its own transaction, and commits it. */
  public void doInNew(Action action) {
    inNew(
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * Runs the work in the unit of work of this thread, or else in a transaction of its own, which is
   * not tried again.
   */
  public <T extends @Nullable Object> T inCurrentOrNew(Work<T> work) {
    if (current().isPresent()) {
      return inCurrent(work);
    }
    try {
      return run(requiresNew(), work, false);
    } catch (FailedAfterCommitException e) {
      throw Rethrow.asItIs(e.failure());
    }
  }

  /** Runs the work in the unit of work of this thread, or else in a read-only transaction. */
  public <T extends @Nullable Object> T readOnly(Work<T> work) {
    if (current().isPresent()) {
      return inCurrent(work);
    }
    DefaultTransactionDefinition definition = requiresNew();
    definition.setReadOnly(true);
    return run(definition, work, false);
  }

  /**
   * Requires a new transaction: outside of a unit of work, a bound transaction has ended, so it
   * must not be joined.
   */
  private DefaultTransactionDefinition requiresNew() {
    DefaultTransactionDefinition definition =
        new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    definition.setIsolationLevel(isolation);
    return definition;
  }

  private DefaultTransactionDefinition withoutLimit() {
    DefaultTransactionDefinition definition = requiresNew();
    if (hasDefaultLimit()) {
      definition.setTimeout(DAYS);
    }
    return definition;
  }

  /**
   * Without a default limit, no limit is set: for a limit, drivers may start a timer per statement.
   */
  private boolean hasDefaultLimit() {
    return !(manager instanceof AbstractPlatformTransactionManager known)
        || known.getDefaultTimeout() != TransactionDefinition.TIMEOUT_DEFAULT;
  }

  /**
   * @param triedAgain whether the caller tries again after a conflict
   */
  private <T extends @Nullable Object> T run(
      TransactionDefinition definition, Work<T> work, boolean triedAgain) {
    TransactionStatus transaction = manager.getTransaction(definition);
    Optional<UnitOfWork> unit = current();
    if (triedAgain) {
      unit.ifPresent(UnitOfWork::proveAssumptionsOnFailure);
    }
    T result;
    try {
      result = work.run();
    } catch (Throwable failure) {
      boolean lost = ClosedConnection.isBound();
      Throwable rolledBack = rollBack(transaction, explain(failure), lost);
      throw Rethrow.asItIs(afterRollback(unit, rolledBack));
    }
    commit(transaction, unit);
    return result;
  }

  /** Names the aggregate of a conflict that a flush of the application found (R5). */
  private static Throwable explain(Throwable failure) {
    try {
      return UnitOfWork.current().map(unit -> unit.explain(failure)).orElse(failure);
    } catch (Throwable e) { // whatever it is, the transaction must end
      Causes.suppress(failure, e);
      return failure;
    }
  }

  private static Throwable afterRollback(Optional<UnitOfWork> unit, Throwable failure) {
    return unit.map(each -> each.explainAfterRollback(failure)).orElse(failure);
  }

  /**
   * Commits. If Spring only knows that the transaction was marked, the unit of work may know the
   * reason (R2).
   */
  private void commit(TransactionStatus transaction, Optional<UnitOfWork> unit) {
    try {
      manager.commit(transaction);
    } catch (Throwable e) {
      if (unit.filter(UnitOfWork::isCommitted).isPresent()) {
        throw new FailedAfterCommitException(e);
      }
      Throwable failure =
          e instanceof UnexpectedRollbackException unexpected
              ? unit.flatMap(UnitOfWork::rollbackOnly).orElse(unexpected)
              : e;
      throw Rethrow.asItIs(afterRollback(unit, failure));
    }
  }

  /** Rolls back, and returns the reason: the failure, or the loss of the connection. */
  private Throwable rollBack(TransactionStatus transaction, Throwable failure, boolean lost) {
    try {
      manager.rollback(transaction);
    } catch (TransactionException | DataAccessException e) {
      return new ConnectionLostException(failure, e);
    } catch (Throwable e) {
      Causes.suppress(failure, e);
    }
    return lost ? new ConnectionLostException(failure, null) : failure;
  }

  private static <T extends @Nullable Object> T inCurrent(Work<T> work) {
    try {
      return work.run();
    } catch (Throwable failure) {
      throw Rethrow.asItIs(explain(failure));
    }
  }
}
