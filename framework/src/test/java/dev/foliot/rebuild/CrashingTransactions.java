package dev.foliot.rebuild;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** Lets the process die right before or right after its n-th commit: nothing begins afterwards. */
class CrashingTransactions implements PlatformTransactionManager {
  /** The message of the first crash. */
  static final String AT_COMMIT = "at the commit";

  private final PlatformTransactionManager real;
  private final int crashAt;
  private final boolean before;
  private int commits;
  private boolean dead;

  CrashingTransactions(PlatformTransactionManager real, int crashAt, boolean before) {
    this.real = real;
    this.crashAt = crashAt;
    this.before = before;
  }

  /** The process has died. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String where) {
      super(where);
    }
  }

  boolean isDead() {
    return dead;
  }

  @Override
  public TransactionStatus getTransaction(TransactionDefinition definition) {
    if (dead) {
      throw new Crash("at the begin of another transaction");
    }
    return real.getTransaction(definition);
  }

  @Override
  public void commit(TransactionStatus status) {
    commits++;
    dead |= commits == crashAt;
    if (dead && before) {
      real.rollback(status);
      throw new Crash(AT_COMMIT);
    }
    real.commit(status);
    if (dead) {
      throw new Crash(AT_COMMIT);
    }
  }

  @Override
  public void rollback(TransactionStatus status) {
    real.rollback(status);
  }
}
