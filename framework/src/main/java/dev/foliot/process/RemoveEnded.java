package dev.foliot.process;

import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Removes the instances that ended long ago, with their transitions. Doing it twice does no harm,
 * so it is not fenced.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RemoveEnded implements OwnedWork {
  private static final int REMOVED_AT_ONCE = 200;
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final ProcessTables tables;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration retention;

  /**
   * @param retention how long after its end an instance is kept
   */
  public RemoveEnded(
      ProcessTables tables, Transactions transactions, InstantSource clock, Duration retention) {
    this.tables = tables;
    this.transactions = transactions;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  public String name() {
    return "foliot:ended-processes";
  }

  @Override
  public boolean isUpkeep() {
    return true;
  }

  @Override
  public Steps begin(WorkingNode node, Fence fence) {
    return new EveryTenMinutes();
  }

  private final class EveryTenMinutes implements Steps {
    private volatile @Nullable Instant next;

    @Override
    public boolean hasWork() {
      Instant due = next;
      return due == null || !clock.instant().isBefore(due);
    }

    @Override
    public boolean step() {
      Instant now = clock.instant();
      int removed = transactions.inNew(() -> remove(now.minus(retention)));
      if (removed == REMOVED_AT_ONCE) {
        return true;
      }
      next = now.plus(PAUSE);
      return false;
    }

    private int remove(Instant endedBefore) {
      List<ProcessRow> ended = tables.instances().endedBefore(endedBefore, REMOVED_AT_ONCE);
      for (ProcessRow each : ended) {
        if (tables.instances().delete(each.process(), each.id(), each.revision())) {
          tables.transitions().delete(each.process(), each.id());
        }
      }
      return ended.size();
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.ofNullable(next);
    }
  }
}
