package dev.foliot.work;

/**
 * Work that one node does for all, until it stops or its lease ends; then another node takes it
 * over. The work is shared among the nodes like the segments of subscriptions.
 *
 * <p>A node that stalls for longer than its lease may continue after another node has taken the
 * work over. So the steps call {@link Fence#check()} in each transaction that writes, and {@link
 * Fence#prove()} before each effect outside of the database. Work that may harmlessly be done twice
 * needs neither.
 */
public non-sealed interface OwnedWork extends Work {
  /**
   * Begins on a node that owns the work now. Called again, for steps that start afresh, each time a
   * node takes the work over.
   *
   * @param fence prevents further effects of a former owner
   */
  Steps begin(WorkingNode node, Fence fence);
}
