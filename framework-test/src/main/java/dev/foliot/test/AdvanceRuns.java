package dev.foliot.test;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.work.EveryNodeWork;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Advances runs in the thread of the test, at level 2: after each commit that concerns them, and
 * when the clock is moved. It steps the works that an engine would step. Open {@link #advance}
 * first.
 */
final class AdvanceRuns implements CommitListener, Consumer<Instant> {
  private final Supplier<OwnedWork> events;
  private final Supplier<EveryNodeWork> runs;
  private final TransactionOperations outside;
  private final WorkingNode node;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean woken;

  /**
   * @param events matches events with waits
   * @param runs executes runs
   * @param outside runs an action outside of the transaction of this thread
   */
  AdvanceRuns(
      Supplier<OwnedWork> events,
      Supplier<EveryNodeWork> runs,
      TransactionOperations outside,
      Supplier<String> leaseTime) {
    this.events = events;
    this.runs = runs;
    this.outside = outside;
    this.node = new WorkingNode("test", () -> 0.5, () -> {}, leaseTime);
  }

  /** The only node, which owns every work. */
  private enum Owner implements Fence {
    ALWAYS;

    @Override
    public long token() {
      return 1;
    }

    @Override
    public void check() {}

    @Override
    public boolean prove() {
      return true;
    }
  }

  /** Advances the runs, because they may wait for the events. */
  @Override
  public void committed(List<NewMessage> messages) {
    woken = true;
  }

  /** Called when a run is due. */
  @Override
  public void accept(Instant dueAt) {
    woken = true;
    advanceOutsideOfTransaction();
  }

  /**
   * A listener that runs after all other listeners of a commit. Spring would add a bean as the
   * first one.
   */
  TransactionExecutionListener lastListener() {
    return new TransactionExecutionListener() {
      @Override
      public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure == null && woken) {
          advance();
        }
      }
    };
  }

  /** Called after the clock was moved. */
  void advanceOutsideOfTransaction() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      advance();
    }
  }

  /**
   * Lets all runs continue until they have ended, or wait. A nested call returns at once, and
   * leaves its work to the outer call.
   */
  void advance() {
    if (requests.getAndIncrement() > 0) {
      return;
    }
    int seen = 0;
    try {
      do {
        seen = requests.get();
        woken = false;
        outside.executeWithoutResult(none -> stepAll());
      } while (requests.addAndGet(-seen) > 0);
    } catch (Throwable e) {
      requests.set(0);
      throw e;
    }
  }

  /** Begins new steps, because another test may have emptied the database meanwhile. */
  private void stepAll() {
    Steps matching = events.get().begin(node, Owner.ALWAYS);
    Steps driving = runs.get().begin(node);
    try {
      boolean progress = true;
      while (progress) {
        matching.wakeUp();
        driving.wakeUp();
        progress = matching.step();
        progress |= driving.hasWork() && driving.step();
      }
    } finally {
      matching.end();
      driving.end();
    }
  }
}
