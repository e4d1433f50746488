package dev.foliot.engine;

import org.jspecify.annotations.Nullable;

/**
 * The progress of one segment of a subscription.
 *
 * @param subscription its name
 * @param segment from 0
 * @param owned whether this node delivers it
 * @param primary the position up to which everything in the primary lane is done or held
 * @param backfill the position up to which everything in the backfill lane is done or held
 * @param lag positions between the slower lane and the end of the log; 0 when it has caught up
 * @param waiting keys that wait for the next attempt of a failed message
 * @param parked keys that wait for a person
 * @param circuit why the subscription pauses on this node; null unless it does
 */
public record SubscriptionStatus(
    String subscription,
    int segment,
    boolean owned,
    long primary,
    long backfill,
    long lag,
    int waiting,
    int parked,
    @Nullable CircuitStatus circuit) {

  /** A segment whose subscription does not pause. */
  public SubscriptionStatus(
      String subscription,
      int segment,
      boolean owned,
      long primary,
      long backfill,
      long lag,
      int waiting,
      int parked) {
    this(subscription, segment, owned, primary, backfill, lag, waiting, parked, null);
  }
}
