package dev.foliot.timer;

import dev.foliot.eventstore.DuplicateMessageException;
import dev.foliot.time.EarliestDue;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.time.Pause;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.work.DueLater;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves messages into the log when they are due (R41). One node does it for all. It deletes a batch
 * of rows and appends their messages in one transaction, and stays the owner until the commit. So
 * each message is either in the table or in the log, never in both. Open {@link
 * Moving#moveWhatIsDue} first.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class MoveDueMessages implements OwnedWork {
  private static final Logger LOG = LoggerFactory.getLogger(MoveDueMessages.class);
  private static final int MOVED_AT_ONCE = 1_000;

  /** The pause before rows that another transaction was changing are tried again. */
  private static final Duration WHILE_LOCKED = Duration.ofMillis(50);

  private final TimerOwners owners;
  private final Timers timers;
  private final Transactions transactions;
  private final MicrosecondClock clock;
  private final Function<StoredTimer, Optional<StoredTimer>> onMove;

  /**
   * @param owners the owners whose timers it moves
   * @param onMove is called in the transaction that moves a timer, and returns it or its
   *     replacement; if it is empty, no message is moved
   */
  public MoveDueMessages(
      TimerOwners owners,
      Timers timers,
      Transactions transactions,
      MicrosecondClock clock,
      Function<StoredTimer, Optional<StoredTimer>> onMove) {
    this.owners = owners;
    this.timers = timers;
    this.transactions = transactions;
    this.clock = clock;
    this.onMove = onMove;
  }

  @Override
  public String name() {
    return owners.work();
  }

  @Override
  public boolean isRecurring() {
    return owners == TimerOwners.SCHEDULES;
  }

  @Override
  public List<DueLater> dueLater(int limit) {
    return isRecurring()
        ? List.of()
        : timers.waiting(limit).stream().map(MoveDueMessages::dueLater).toList();
  }

  private static DueLater dueLater(WaitingTimer timer) {
    TimerKey key = timer.key();
    return new DueLater(
        key.owner(), key.ownerKey(), key.name(), timer.messageType(), timer.dueAt());
  }

  @Override
  public Steps begin(WorkingNode node, Fence fence) {
    Moving moving = new Moving(fence, node.wakeUp());
    timers.listen(moving);
    return moving;
  }

  private final class Moving implements Steps, DueListener {
    private final Fence fence;
    private final Runnable wakeUp;
    private final EarliestDue earliest = new EarliestDue();
    private volatile boolean woken = true;
    private volatile Pause pause = Pause.NONE;

    Moving(Fence fence, Runnable wakeUp) {
      this.fence = fence;
      this.wakeUp = wakeUp;
    }

    @Override
    public boolean hasWork() {
      return woken || isDue();
    }

    private boolean isDue() {
      Instant now = clock.instant();
      return nextDue().filter(due -> !now.isBefore(due)).isPresent();
    }

    @Override
    public Optional<Instant> nextDue() {
      return earliest.get().map(due -> pause.delay(due, clock.instant()));
    }

    @Override
    public boolean step() {
      woken = false;
      try {
        return moveWhatIsDue();
      } catch (Throwable e) {
        woken = true;
        throw e;
      }
    }

    /** Moves one batch, or reads the next due time. */
    private boolean moveWhatIsDue() {
      // 1. If the known due time has not come, read it again.
      if (!isDue()) {
        look();
      }
      if (!isDue()) {
        return false;
      }
      // 2. Move a batch; a full one may not be the last.
      int count = move();
      if (count == MOVED_AT_ONCE) {
        return true;
      }
      // 3. Read the next due time. If a due timer did not move, another transaction has locked it.
      pause = Pause.NONE;
      look();
      Instant now = clock.instant();
      pause = count == 0 && isDue() ? Pause.of(now, WHILE_LOCKED) : Pause.NONE;
      return false;
    }

    private void look() {
      earliest.reading();
      earliest.read(timers.rows().earliest(owners));
    }

    /** A message that is in the log already, as after a restore, must not stop the others. */
    private int move() {
      try {
        return transactions.inNew(() -> moveBatch(due -> Set.of()));
      } catch (DuplicateMessageException duplicate) {
        return transactions.inNew(() -> moveBatch(timers::inLog));
      }
    }

    private int moveBatch(Function<List<StoredTimer>, Set<UUID>> findInLog) {
      fence.check();
      List<StoredTimer> due = timers.rows().take(owners, clock.instant(), MOVED_AT_ONCE);
      Set<UUID> inLog = findInLog.apply(due);
      for (StoredTimer timer : due) {
        Optional<StoredTimer> moved = onMove.apply(timer);
        if (inLog.contains(timer.messageId())) {
          LOG.warn(
              "timer={} is dropped: its message id={} is in the log already",
              timer.key(),
              timer.messageId());
        } else {
          moved.ifPresent(each -> UnitOfWork.required().append(each.toLog()));
        }
      }
      return due.size();
    }

    @Override
    public void set(String owner, Instant dueAt) {
      if (owners.include(owner) && earliest.set(dueAt)) {
        wakeUp.run();
      }
    }

    @Override
    public void wakeUp() {
      woken = true;
    }

    /** Does nothing: {@link #set} is called for each timer of this node. */
    @Override
    public void committedHere() {}

    @Override
    public void end() {
      abandon();
    }

    @Override
    public void abandon() {
      timers.forget(this);
    }
  }
}
