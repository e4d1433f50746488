package dev.foliot.unitofwork;

import dev.foliot.failure.Rethrow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Ties units of work to the transactions of one transaction manager.
 *
 * <p>The unit of work runs twice before the commit. The first time, it is the last synchronization
 * that was registered when the transaction began: synchronous handlers run, and all of Spring's
 * synchronization works. The second time, it is the last listener right before the database commit:
 * late events are handled, and the log is written. Spring no longer calls synchronizations that are
 * registered during {@code beforeCommit}, but it calls listeners.
 *
 * <p>Spring does not roll back when a {@link TransactionException}, or a checked exception that is
 * not declared, leaves {@code beforeCommit}: it regards the transaction as ended, and a connection
 * that is reset to auto-commit then commits. Such a failure is wrapped in another exception until
 * the rollback is done, and is then thrown itself. If it comes from a synchronization of the
 * application, the connection is rolled back when the transaction completes. After a checked
 * exception of such a synchronization, Spring skips this step, too. Then the unit of work is
 * removed from the thread when the thread is used again.
 *
 * <p>If the rollback fails too, as it does when the connection is lost, Spring throws only the
 * failure of the rollback; {@link ConnectionLostException} has both.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class BeginUnitOfWork implements TransactionExecutionListener {
  private final PersistenceSession session;
  private final Dispatcher dispatcher;
  private final RecordEvents recording;
  private final CommitListeners listeners;
  private final UnsavedAggregates unsaved;
  private final Map<TransactionExecution, Running> running = new ConcurrentHashMap<>();
  private Object manager = this;

  public BeginUnitOfWork(
      PersistenceSession session,
      Dispatcher dispatcher,
      RecordEvents recording,
      List<CommitListener> listeners,
      UnsavedAggregates unsaved) {
    this.session = session;
    this.dispatcher = dispatcher;
    this.recording = recording;
    this.listeners = new CommitListeners(List.copyOf(listeners));
    this.unsaved = unsaved;
  }

  /** From now on each transaction of the manager is a unit of work. Call it once, last. */
  public void listenTo(ConfigurableTransactionManager transactions) {
    manager = transactions;
    transactions.addListener(this);
  }

  @Override
  public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
    if (failure != null
        || !transaction.isNewTransaction()
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      return;
    }
    endAbandoned();
    var begun =
        new Running(
            transaction,
            new UnitOfWork(transaction, manager, session, dispatcher, recording, unsaved));
    running.put(transaction, begun);
    CurrentUnitOfWork.bind(begun.unit);
    TransactionSynchronizationManager.registerSynchronization(begun.new BeforeCommit());
    TransactionSynchronizationManager.registerSynchronization(begun.new AfterCompletion());
  }

  private void endAbandoned() {
    UnitOfWork abandoned = CurrentUnitOfWork.abandoned();
    Running left = abandoned == null ? null : running.remove(abandoned.transaction());
    if (left != null) {
      left.complete(false);
    }
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    Running ending = running.get(transaction);
    if (ending != null) {
      ending.committing = false;
      ending.beforeCommit(true);
    }
  }

  @Override
  public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
    Running ended = running.remove(transaction);
    if (ended != null) {
      ended.complete(failure == null);
    }
  }

  @Override
  public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
    Running ended = running.remove(transaction);
    if (ended != null) {
      ended.complete(false);
      ended.throwLoss(failure);
      ended.throwCarried();
    }
  }

  /** A unit of work between its begin and its end. */
  private final class Running {
    private final TransactionExecution transaction;
    private final UnitOfWork unit;
    private @Nullable Throwable carried;
    private @Nullable Throwable why;
    private boolean lost;
    private boolean committing;
    private boolean completed;

    Running(TransactionExecution transaction, UnitOfWork unit) {
      this.transaction = transaction;
      this.unit = unit;
    }

    void beforeCommit(boolean lastTurn) {
      try {
        unit.beforeCommit(lastTurn);
      } catch (Throwable failure) {
        lost = ClosedConnection.isBound();
        if (!isRolledBackBySpring(failure)) {
          carried = failure;
          throw new CarriedException(failure);
        }
        why = failure;
        throw failure;
      }
    }

    private static boolean isRolledBackBySpring(Throwable failure) {
      return failure instanceof Error
          || (failure instanceof RuntimeException && !(failure instanceof TransactionException));
    }

    void throwLoss(@Nullable Throwable rollbackFailure) {
      Throwable first = carried != null ? carried : why;
      if (first != null && (lost || rollbackFailure != null)) {
        throw new ConnectionLostException(first, rollbackFailure);
      }
    }

    void throwCarried() {
      if (carried != null) {
        throw Rethrow.asItIs(carried);
      }
    }

    void complete(boolean committed) {
      if (completed) {
        return;
      }
      completed = true;
      CurrentUnitOfWork.unbind(unit);
      if (!committed) {
        unit.rolledBack();
        return;
      }
      unit.committed();
      CommitListeners.run(() -> TrackCommits.committed(unit));
      unit.afterCommit().forEach(CommitListeners::run);
      if (!unit.messages().isEmpty()) {
        listeners.committed(unit.messages());
      }
    }

    /** Runs as late as possible, so that it sees the changes of other synchronizations. */
    private final class BeforeCommit implements TransactionSynchronization {
      @Override
      public void beforeCommit(boolean readOnly) {
        if (!completed && dispatcher.handlesAtCommit()) {
          Running.this.beforeCommit(false);
        }
      }

      @Override
      public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
      }
    }

    /**
     * Runs as early as possible: the work of other synchronizations after the commit is not part of
     * the unit of work.
     */
    private final class AfterCompletion implements TransactionSynchronization {
      @Override
      public void suspend() {
        if (!completed) {
          CurrentUnitOfWork.suspend(unit, new BoundResource(manager)::isStillBound);
        }
      }

      @Override
      public void resume() {
        if (!completed) {
          CurrentUnitOfWork.bind(unit);
        }
      }

      /** Called for nested transactions, and for savepoints that the application makes itself. */
      @Override
      public void savepoint(Object savepoint) {
        unit.savepoint(savepoint);
      }

      @Override
      public void savepointRollback(Object savepoint) {
        unit.rolledBackToSavepoint(savepoint);
      }

      @Override
      public void beforeCommit(boolean readOnly) {
        committing = true;
      }

      @Override
      public void afterCommit() {
        complete(true);
      }

      @Override
      public void afterCompletion(int status) {
        if (committing && status != STATUS_COMMITTED) {
          OpenConnection.rollBack(manager, session);
        }
        complete(status == STATUS_COMMITTED);
        if (status == STATUS_UNKNOWN && why == null) { // otherwise afterRollback follows
          running.remove(transaction);
        }
      }

      @Override
      public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
      }
    }
  }

  /** Carries its cause until the rollback is done, and then the cause is thrown. */
  private static final class CarriedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CarriedException(Throwable cause) {
      super(null, cause, false, false);
    }
  }
}
