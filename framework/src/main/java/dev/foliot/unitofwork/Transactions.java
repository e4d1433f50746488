package dev.foliot.unitofwork;

import dev.foliot.failure.Causes;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Opens transactions: the one seam through which Foliot begins and commits. Any exception of the
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

  public Transactions(PlatformTransactionManager manager) {
    this.manager = manager;
  }

  /**
   * The unit of work of this thread, if it belongs to this transaction manager: an application may
   * be called within a transaction of another one.
   */
  public Optional<UnitOfWork> current() {
    return UnitOfWork.current().filter(unit -> unit.belongsTo(manager));
  }

  /**
   * Runs the work in a transaction of its own, and commits it.
   *
   * @throws FailedAfterCommitException if it committed, and a synchronization failed afterwards
   */
  public <T extends @Nullable Object> T inNew(Work<T> work) {
    return run(requiresNew(), work, true);
  }

  /**
   * As {@link #inNew}, without regard to the default time limit for transactions: it may take days.
   */
  public <T extends @Nullable Object> T inNewForLong(Work<T> work) {
    DefaultTransactionDefinition definition = requiresNew();
    definition.setTimeout(DAYS);
    return run(definition, work, true);
  }

  /** Runs the work outside of the transaction of this thread, which continues afterwards. */
  public <T extends @Nullable Object> T outside(Work<T> work) {
    return run(
        new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NOT_SUPPORTED),
        work,
        false);
  }

  /**
   * Runs the work in a transaction of its own, all of whose statements see the database as of one
   * moment, and commits it. It may take days, too.
   *
   * @param isolation the level for which the database does that
   */
  public <T extends @Nullable Object> T inSnapshot(int isolation, Work<T> work) {
    DefaultTransactionDefinition definition = requiresNew();
    definition.setIsolationLevel(isolation);
    definition.setTimeout(DAYS);
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
      throw Transactions.<RuntimeException>asItIs(e.failure());
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

  /** Outside of a unit of work, a bound transaction has ended, so it must not be joined. */
  private static DefaultTransactionDefinition requiresNew() {
    return new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
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
      throw Transactions.<RuntimeException>asItIs(afterRollback(unit, rolledBack));
    }
    commit(transaction, unit);
    return result;
  }

  /** Names the aggregate of a conflict that a flush of the application met (R5). */
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
      throw Transactions.<RuntimeException>asItIs(afterRollback(unit, failure));
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
      throw Transactions.<RuntimeException>asItIs(explain(failure));
    }
  }

  /** Throws checked exceptions where none is declared, so that callers get them unwrapped. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException asItIs(Throwable failure) throws E {
    throw (E) failure;
  }
}
