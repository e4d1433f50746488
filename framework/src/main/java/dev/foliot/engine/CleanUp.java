package dev.foliot.engine;

import dev.foliot.handler.StoredName;
import dev.foliot.outbox.Inbox;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Removes what nobody needs any more: what subscribers have handled long ago, and nodes that are
 * dead for long. A duty: one node does it for all, and another one when that is gone. To do it
 * twice harms nobody, so nothing is fenced.
 */
final class CleanUp implements Owned {
  /** Its name, among those of the subscriptions. */
  static final String NAME = StoredName.OWN + "clean-up";

  private static final int REMOVED_AT_ONCE = 1_000;
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final SegmentId id;
  private final long token;
  private final Inbox inbox;
  private final Duration inboxRetention;
  private final NodeStore nodes;
  private final Transactions transactions;
  private final InstantSource clock;
  private volatile @Nullable Instant next;

  CleanUp(EngineParts parts, NodeStore nodes, SegmentId id, long token) {
    this.id = id;
    this.token = token;
    this.inbox = parts.deliveries().inbox();
    this.inboxRetention = parts.settings().inboxRetention();
    this.nodes = nodes;
    this.transactions = parts.storage().transactions();
    this.clock = parts.node().clock();
  }

  @Override
  public SegmentId id() {
    return id;
  }

  @Override
  public long token() {
    return token;
  }

  @Override
  public String description() {
    return "duty=" + NAME;
  }

  @Override
  public boolean hasWork() {
    Instant due = next;
    return due == null || !clock.instant().isBefore(due);
  }

  @Override
  public boolean step() {
    Instant now = clock.instant();
    int removed =
        transactions.inNew(
            () -> inbox.removeHandledBefore(now.minus(inboxRetention), REMOVED_AT_ONCE));
    if (removed == REMOVED_AT_ONCE) {
      return true;
    }
    transactions.doInNew(nodes::removeDead);
    next = now.plus(PAUSE);
    return false;
  }

  @Override
  public Optional<Instant> nextDue() {
    return Optional.ofNullable(next);
  }

  @Override
  public void save() {
    // Nothing is known only here.
  }
}
