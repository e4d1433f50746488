package dev.foliot.test;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A transaction with steps of a flow. */
final class FlowTransaction implements TransactionSynchronization {
  private enum State {
    OPEN("not committed yet"),
    COMMITTED("committed"),
    ROLLED_BACK("rolled back");

    private final String text;

    State(String text) {
      this.text = text;
    }
  }

  private volatile State state = State.OPEN;

  private final Runnable whenRolledBack;

  private FlowTransaction(Runnable whenRolledBack) {
    this.whenRolledBack = whenRolledBack;
  }

  /** The transaction of this thread; null outside of one. */
  static @Nullable FlowTransaction current(Runnable whenRolledBack) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()
        || !TransactionSynchronizationManager.isActualTransactionActive()) {
      return null;
    }
    for (TransactionSynchronization each :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (each instanceof FlowTransaction known) {
        return known;
      }
    }
    FlowTransaction found = new FlowTransaction(whenRolledBack);
    TransactionSynchronizationManager.registerSynchronization(found);
    return found;
  }

  boolean isCommitted() {
    return state == State.COMMITTED;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  @Override
  public void afterCommit() {
    state = State.COMMITTED;
  }

  @Override
  public void afterCompletion(int status) {
    state = status == STATUS_COMMITTED ? State.COMMITTED : State.ROLLED_BACK;
    if (state == State.ROLLED_BACK) {
      whenRolledBack.run();
    }
  }

  @Override
  public String toString() {
    return state.text;
  }
}
