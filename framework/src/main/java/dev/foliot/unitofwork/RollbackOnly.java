package dev.foliot.unitofwork;

import dev.foliot.failure.ErrorText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.UnexpectedRollbackException;

/** Prevents the commit of a unit of work in which something failed (R2). */
final class RollbackOnly {
  private final TransactionExecution transaction;
  private @Nullable UnexpectedRollbackException reason;

  RollbackOnly(TransactionExecution transaction) {
    this.transaction = transaction;
  }

  /** Notes the first failure, as {@link UnitOfWork#failed} describes. */
  void failed(String what, Throwable failure) {
    if (reason == null) {
      reason =
          new UnexpectedRollbackException(
              "The transaction is rolled back: %s failed in it (%s), and the exception was caught. Let the exception pass, or run the %s in a transaction of its own (REQUIRES_NEW)."
                  .formatted(what, ErrorText.of(failure), what),
              failure);
    }
  }

  /** Notes the first change that a rollback to a savepoint could not undo. */
  void undone(IllegalStateException change) {
    if (reason == null) {
      reason =
          new UnexpectedRollbackException(
              "The transaction is rolled back: %s, and objects in memory keep this change. Run the work after the savepoint in a transaction of its own (REQUIRES_NEW)."
                  .formatted(ErrorText.message(change)),
              change);
    }
  }

  /** The failure as a reason for the rollback; empty if nothing failed. */
  Optional<UnexpectedRollbackException> reason() {
    return Optional.ofNullable(reason);
  }

  /**
   * Refuses a transaction that is marked as rollback-only. Some transaction managers would commit
   * after a later mark.
   */
  void refuse() {
    if (reason != null) {
      throw reason;
    }
    if (transaction.isRollbackOnly()) {
      throw new UnexpectedRollbackException(
          "The transaction is rolled back: code inside it marked it as rollback-only and continued. Let the exception of the inner transactional method pass.");
    }
  }
}
