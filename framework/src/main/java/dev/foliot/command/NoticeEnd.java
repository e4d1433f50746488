package dev.foliot.command;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Notices the end of the transaction that submits a command, whether it commits or not. */
final class NoticeEnd implements TransactionSynchronization {
  private volatile boolean ended;

  private NoticeEnd(boolean ended) {
    this.ended = ended;
  }

  /** Watches the transaction of this thread. */
  static NoticeEnd ofCurrentTransaction() {
    NoticeEnd notice = new NoticeEnd(false);
    TransactionSynchronizationManager.registerSynchronization(notice);
    return notice;
  }

  /** Represents a transaction that has been committed already. */
  static NoticeEnd ofEndedTransaction() {
    return new NoticeEnd(true);
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public void afterCompletion(int status) {
    ended = true;
  }
}
