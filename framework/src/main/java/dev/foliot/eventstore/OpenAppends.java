package dev.foliot.eventstore;

import java.util.HashSet;
import java.util.Set;

/**
 * The transactions that may still add messages at or below a position, at one moment.
 *
 * @param head the highest position that was visible
 * @param holders the transactions that held the lock of an append then
 */
record OpenAppends(long head, Set<String> holders) {
  static final OpenAppends NONE = new OpenAppends(0, Set.of());

  /** Whether no message at or below the head is still to come. */
  boolean isOver() {
    return holders.isEmpty();
  }

  /**
   * Returns the transactions that a later look still shows. A transaction that was prepared
   * (two-phase commit) may change its name when the server restarts: when one is gone, every
   * prepared transaction of the later look takes its place.
   */
  OpenAppends narrowedBy(OpenAppends later) {
    Set<String> left = new HashSet<>(holders);
    left.retainAll(later.holders);
    if (holders.stream().anyMatch(holder -> !isPrepared(holder) && !left.contains(holder))) {
      later.holders.stream().filter(OpenAppends::isPrepared).forEach(left::add);
    }
    return new OpenAppends(head, left);
  }

  /** A transaction without a session is named after its xid. */
  private static boolean isPrepared(String holder) {
    return holder.startsWith("-1/");
  }
}
