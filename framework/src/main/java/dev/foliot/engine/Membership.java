package dev.foliot.engine;

/**
 * The membership of this node among the nodes of one database: its segments, the heartbeat that
 * renews its lease, and its share of the work. Everything is done by the {@code step()} methods of
 * the heartbeat, the share, the feed, the segments and the works. Threads call them, or a
 * simulation.
 *
 * @param open its current segments and works
 * @param heartbeat to be stepped three times a lease at least
 * @param share to be stepped when it is due, by one thread
 * @param circuits to be stepped with the share, to publish paused subscriptions
 * @param changed notifies other nodes of released segments
 */
record Membership(
    OpenSegments open,
    Heartbeat heartbeat,
    Rebalance share,
    PublishCircuitState circuits,
    Runnable changed) {
  /** Releases everything, so that other nodes continue at once. */
  void leave() {
    open.close();
    OpenSegments.quietly(heartbeat::leave);
    changed.run();
  }

  /**
   * Ends as if the process had died: nothing is saved, and others must wait for the lease's end.
   */
  void crash() {
    heartbeat.crash();
    open.crash();
  }
}
