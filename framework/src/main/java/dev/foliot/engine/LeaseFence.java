package dev.foliot.engine;

import dev.foliot.work.Fence;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The fence of a work by the row of its owner, and by the owner's lease.
 *
 * <p>An effect outside of the database cannot be undone. So before such an effect begins, the
 * database has proved that this node owns the work, and how long its lease still lasts. Until the
 * lease ends, other nodes cannot take the work over, even if this node stalls meanwhile.
 *
 * <p>If the clock of the database is set back, a lease seems to last longer there, and ends early
 * when the clock is corrected. So a proof holds for one lease at most.
 */
final class LeaseFence implements Fence {
  private final ClaimStore store;
  private final LeaseClock leaseClock;
  private final LongSupplier nanoTime;
  private final Duration lease;
  private final SegmentId id;
  private final long token;
  private volatile long provedUntil;

  LeaseFence(ClaimStore store, LocalNode node, Duration lease, SegmentId id, long token) {
    this.store = store;
    this.leaseClock = node.leaseClock();
    this.nanoTime = node.nanoTime();
    this.lease = lease;
    this.id = id;
    this.token = token;
    this.provedUntil = nanoTime.getAsLong();
  }

  @Override
  public long token() {
    return token;
  }

  @Override
  public void check() {
    store.lockWork(id, token);
  }

  @Override
  public boolean prove() {
    if (!isProved()) {
      long before = nanoTime.getAsLong();
      long stored = store.leaseOf(id, token, leaseClock).toNanos();
      provedUntil = before + Math.min(stored, lease.toNanos());
    }
    return isProved();
  }

  private boolean isProved() {
    return nanoTime.getAsLong() - provedUntil < 0;
  }
}
