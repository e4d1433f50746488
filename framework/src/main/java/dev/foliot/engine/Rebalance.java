package dev.foliot.engine;

import dev.foliot.engine.Ownership.Holding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Balances the segments of this node (R28). It reads the owners, plans with {@link AssignSegments},
 * and acts on its own part of the plan only: it releases segments of other nodes after the running
 * batch, and takes free segments of its own. So two nodes that have read different owners never own
 * the same segment, and they agree after a few reads.
 *
 * <p>A segment that another node or an operator's change has taken is dropped, and taken again if
 * the plan says so. All of that happens in a fixed order, so that a simulation repeats its seeds.
 */
final class Rebalance {
  private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration AFTER_LEASE = Duration.ofMillis(1);

  private final OpenSegments open;
  private final Heartbeat heartbeat;
  private final NodeStore nodes;
  private final String node;
  private final LongSupplier nanoTime;
  private final Runnable changed;
  private final Set<OwnedPart> leaving = new LinkedHashSet<>();
  private final Set<OwnedPart> lost = new LinkedHashSet<>();
  private final List<Holding> toTake = new ArrayList<>();
  private long nextLook;
  private volatile boolean asked = true;

  /**
   * @param changed called when other nodes may take released segments
   */
  Rebalance(
      NodeStore nodes, LocalNode node, OpenSegments open, Heartbeat heartbeat, Runnable changed) {
    this.open = open;
    this.heartbeat = heartbeat;
    this.nodes = nodes;
    this.node = node.name();
    this.nanoTime = node.nanoTime();
    this.nextLook = nanoTime.getAsLong();
    this.changed = changed;
  }

  /** The next step reads the owners, even if it has just done so. */
  void lookAtOnce() {
    asked = true;
  }

  /** Another owner has taken the segment, as a delivery found out. */
  void lost(OwnedPart gone) {
    lost.add(gone);
  }

  /**
   * The time until the next step. While the lease is lost, no step is due until the heartbeat
   * renews it.
   */
  Duration untilDue() {
    if (!heartbeat.holdsLease()) {
      return BETWEEN_LOOKS;
    }
    return asked ? Duration.ZERO : Duration.ofNanos(Math.max(0, nextLook - nanoTime.getAsLong()));
  }

  /**
   * Reads the owners if it is due, then releases and takes.
   *
   * @param idle stops new steps of a segment or work, and returns whether it is idle; called again
   *     at the next step if it is not
   */
  void step(Predicate<OwnedPart> idle) {
    if (untilDue().isZero()) {
      look();
    }
    letGo(idle);
    take();
  }

  private void look() {
    asked = false;
    Ownership seen = nodes.ownership();
    nextLook = nanoTime.getAsLong() + untilNextLook(seen).toNanos();
    if (seen.nodes().containsKey(node)) { // else its lease must be renewed first
      plan(seen, AssignSegments.plan(seen));
    }
  }

  /**
   * The time until the lease of another node may end, or a short time, because not every change is
   * notified.
   */
  private Duration untilNextLook(Ownership seen) {
    return seen.leases().entrySet().stream()
        .filter(each -> !each.getKey().equals(node))
        .map(each -> each.getValue().plus(AFTER_LEASE))
        .filter(until -> until.compareTo(BETWEEN_LOOKS) < 0)
        .min(Duration::compareTo)
        .orElse(BETWEEN_LOOKS);
  }

  private void plan(Ownership seen, Map<SegmentId, String> plan) {
    Map<SegmentId, OwnedPart> mine = new LinkedHashMap<>();
    open.owned().forEach(each -> mine.put(each.id(), each));
    Map<SegmentId, Holding> stored =
        seen.segments().stream().collect(Collectors.toMap(Holding::id, each -> each));
    for (OwnedPart each : mine.values()) {
      Holding now = stored.get(each.id());
      if (now == null || now.token() != each.token()) {
        lost.add(each);
      } else if (!node.equals(plan.get(each.id()))) {
        leaving.add(each);
      }
    }
    toTake.clear();
    for (Holding each : seen.segments()) {
      boolean planned = node.equals(plan.get(each.id()));
      String owner = seen.livingOwner(each);
      if (!mine.containsKey(each.id())) {
        if (planned && (owner == null || owner.equals(node))) {
          toTake.add(each);
        } else if (node.equals(each.owner())) { // a release failed, or an answer was lost
          open.claims().release(each.id(), each.token());
        }
      }
    }
  }

  private void letGo(Predicate<OwnedPart> idle) {
    boolean any = lost.removeIf(each -> idle.test(each) && drop(each));
    if (leaving.removeIf(each -> idle.test(each) && close(each))) {
      changed.run();
      any = true;
    }
    if (any) {
      lookAtOnce();
    }
  }

  private boolean drop(OwnedPart gone) {
    leaving.remove(gone);
    open.drop(gone);
    return true;
  }

  private boolean close(OwnedPart over) {
    open.close(over);
    LOG.debug("node={} hands over {}", node, over.description());
    return true;
  }

  private void take() {
    Map<String, Integer> takenOver = new TreeMap<>();
    while (!toTake.isEmpty()) {
      Holding free = toTake.remove(0);
      Optional<OwnedPart> taken = open.claims().claim(free);
      taken.ifPresent(open::add);
      taken.ifPresent(each -> LOG.debug("node={} takes {}", node, each.description()));
      String dead = free.owner();
      if (taken.isPresent() && dead != null && !dead.equals(node)) {
        takenOver.merge(dead, 1, Integer::sum);
      }
    }
    takenOver.forEach(
        (dead, count) ->
            LOG.info(
                "node={} takes over {} segments of node={}, whose lease has ended",
                node,
                count,
                dead));
  }
}
