package dev.foliot.eventstore;

import java.util.function.Supplier;

/**
 * Determines when a missing position will stay missing.
 *
 * <p>PostgreSQL hands out positions before the commit: a reader that sees 11 and not 10 cannot know
 * whether 10 is rolled back or about to commit. The watch looks at the <em>open appends</em>: in
 * one statement the highest visible position, the head, and the transactions that hold the lock of
 * an insert ({@code RowExclusiveLock} on {@code foliot_message}). When none of <em>those</em>
 * transactions is left in a later look, everything up to that head is settled: a position that a
 * later read does not show will never come. No decision depends on the time that has passed.
 *
 * <p>Why that is right:
 *
 * <ol>
 *   <li>The sequence has no cache, so positions are drawn in ascending order: when the head is
 *       visible, every position below it has been drawn already.
 *   <li>An insert takes the lock before it draws its position, and its transaction gives it back
 *       only after its commit is visible or its rollback done (a rollback to a savepoint gives it
 *       back together with the rows). So a transaction that drew a position below the head is among
 *       the holders, or has ended before the look. The statement's snapshot, which the head comes
 *       from, is older than its look at the locks.
 *   <li>Holders are named by virtual transaction: one connection's next transaction is another
 *       holder. Later appends draw positions above the head; they are not waited for.
 *   <li>The read that steps over a hole starts after the look that settled it, with a snapshot of
 *       its own, so it sees every commit that the look saw the end of. So a read needs READ
 *       COMMITTED or no transaction at all, and the primary: a replica shows no locks.
 *   <li>A prepared transaction keeps its locks: see {@link OpenAppends#narrowedBy}.
 * </ol>
 *
 * <p>The watch needs durable commits: a visible commit that a crash or a fail-over takes back (with
 * {@code synchronous_commit} off) is not covered.
 *
 * <p>H2 hands out positions in the order of commits, so the watch does not wait for transactions
 * there.
 */
final class HoleWatch {
  private final Supplier<OpenAppends> lookup;
  private OpenAppends watched = OpenAppends.NONE;
  private long settled;

  HoleWatch(Supplier<OpenAppends> lookup) {
    this.lookup = lookup;
  }

  /**
   * The position up to which every message is visible to a read that starts now, or will never
   * come.
   */
  long settled() {
    return settled;
  }

  /** Whether it waits for a transaction at or above {@code position}, so that a look can help. */
  boolean isWaitingFor(long position) {
    return !watched.isOver() && position <= watched.head();
  }

  /**
   * Looks once at the open appends, for a reader that misses {@code position}.
   *
   * @return whether the position is settled, or not reached by the log yet
   */
  boolean look(long position) {
    OpenAppends now = lookup.get();
    if (!isWaitingFor(position)) {
      watched = now; // what was waited for is behind the reader
    }
    settle(watched.narrowedBy(now));
    if (watched.isOver()) {
      settle(now); // the next wait begins with this look
    }
    return position <= settled || position > now.head();
  }

  private void settle(OpenAppends appends) {
    watched = appends;
    if (appends.isOver()) {
      settled = Math.max(settled, appends.head());
    }
  }
}
