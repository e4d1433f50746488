package dev.foliot.message;

import org.apiguardian.api.API;

/**
 * Decides the lane of a message when it is stored: backfill if its priority is below the threshold,
 * otherwise primary (R31). With lanes off, every message is primary.
 *
 * @param enabled whether there are two lanes
 * @param threshold the least priority value that is primary
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record LaneRule(boolean enabled, int threshold) {
  /** Lanes on, with the threshold at {@link Priority#NORMAL}. */
  public static final LaneRule STANDARD = new LaneRule(true, Priority.NORMAL.value());

  /** The lane for a priority value. */
  public Lane laneOf(int priority) {
    return enabled && priority < threshold ? Lane.BACKFILL : Lane.PRIMARY;
  }
}
