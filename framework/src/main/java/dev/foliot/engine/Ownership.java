package dev.foliot.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The owners at one moment, as one statement read them.
 *
 * @param nodes those whose lease lasts, with the subscriptions and works that each can work on
 * @param segments all segments and works, in the order of their ids
 * @param leases how long the lease of each of these nodes still lasts
 */
record Ownership(
    Map<String, Set<String>> nodes, List<Holding> segments, Map<String, Duration> leases) {
  Ownership {
    nodes = Map.copyOf(nodes);
    segments = segments.stream().sorted(Comparator.comparing(Holding::id)).toList();
    leases = Map.copyOf(leases);
  }

  /**
   * One segment.
   *
   * @param owner its owner, which may be dead; null for none
   * @param token its fencing token
   * @param paused whether no node may work on it
   */
  record Holding(SegmentId id, @Nullable String owner, long token, boolean paused) {}

  /** The owner of a segment if its lease lasts, else null. */
  @Nullable String livingOwner(Holding segment) {
    String owner = segment.owner();
    return owner != null && nodes.containsKey(owner) ? owner : null;
  }
}
