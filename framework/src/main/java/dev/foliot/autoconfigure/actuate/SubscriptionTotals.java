package dev.foliot.autoconfigure.actuate;

import dev.foliot.engine.EngineStatus;
import dev.foliot.engine.SubscriptionStatus;
import java.util.Map;
import java.util.TreeMap;

/**
 * The progress of one or several subscriptions.
 *
 * @param lag the largest lag, in positions of the log
 * @param waiting keys that wait for the next attempt of a failed message
 * @param parked keys that wait for a person
 */
record SubscriptionTotals(long lag, int waiting, int parked) {
  static final SubscriptionTotals NONE = new SubscriptionTotals(0, 0, 0);

  /** The segments of each subscription together, by its name. */
  static Map<String, SubscriptionTotals> of(EngineStatus status) {
    Map<String, SubscriptionTotals> totals = new TreeMap<>();
    for (SubscriptionStatus segment : status.subscriptions()) {
      var one = new SubscriptionTotals(segment.lag(), segment.waiting(), segment.parked());
      totals.merge(segment.subscription(), one, SubscriptionTotals::and);
    }
    return totals;
  }

  SubscriptionTotals and(SubscriptionTotals other) {
    return new SubscriptionTotals(
        Math.max(lag, other.lag), waiting + other.waiting, parked + other.parked);
  }
}
