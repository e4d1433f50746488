package dev.foliot.engine;

import dev.foliot.outbox.Inbox;
import dev.foliot.time.Pause;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.ExpiringRows;
import dev.foliot.work.Fence;
import dev.foliot.work.OwnedWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Removes old rows: messages that subscribers handled long ago, records of other packages whose
 * retention is over, and nodes that have been dead for long. Removing them twice is harmless, so
 * the work is not fenced.
 */
final class CleanUp implements OwnedWork {
  private static final int REMOVED_AT_ONCE = 1_000;
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final List<ExpiringRows> rows;
  private final NodeStore nodes;
  private final Transactions transactions;
  private final InstantSource clock;

  CleanUp(EngineParts parts, List<ExpiringRows> others) {
    Inbox inbox = parts.deliveries().inbox();
    Duration retention = parts.settings().inboxRetention();
    ExpiringRows handled =
        most -> inbox.removeHandledBefore(parts.node().clock().instant().minus(retention), most);
    this.rows = Stream.concat(Stream.of(handled), others.stream()).toList();
    this.nodes = NodeStore.of(parts.storage(), parts.node());
    this.transactions = parts.storage().transactions();
    this.clock = parts.node().clock();
  }

  @Override
  public String name() {
    return "foliot:clean-up";
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
    private volatile @Nullable Pause pause;

    @Override
    public boolean hasWork() {
      Pause current = pause;
      return current == null || current.isOver(clock.instant());
    }

    @Override
    public boolean step() {
      Instant now = clock.instant();
      for (ExpiringRows each : rows) {
        int removed =
            each.hasOwnTransactions()
                ? each.removeSome(REMOVED_AT_ONCE)
                : transactions.inNew(() -> each.removeSome(REMOVED_AT_ONCE));
        if (removed == REMOVED_AT_ONCE) {
          return true;
        }
      }
      transactions.doInNew(nodes::removeDead);
      pause = Pause.of(now, PAUSE);
      return false;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.ofNullable(pause).map(Pause::end);
    }
  }
}
