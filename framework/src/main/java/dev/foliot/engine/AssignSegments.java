package dev.foliot.engine;

import dev.foliot.engine.Ownership.Holding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans the owners of segments: a function of its input, so nodes with the same input make the same
 * plan. Each segment that a living node has a handler for gets exactly one owner with this handler.
 * If possible, two nodes differ by at most one segment. A node keeps its segments, unless the
 * balance needs them.
 *
 * <p>In a rolling deployment, nodes have different subscriptions, so a node with too many segments
 * may have none that the node with too few can take. Then a third node takes a segment from the
 * first and gives one to the second. Such chains are applied, the shortest first, until there are
 * no more. Then the plan is as even as possible.
 */
final class AssignSegments {
  private final Map<String, Set<String>> knowledge;
  private final Map<SegmentId, String> owners = new HashMap<>();
  private final Map<String, Load> loads = new TreeMap<>();

  private AssignSegments(Map<String, Set<String>> knowledge) {
    this.knowledge = knowledge;
    knowledge.keySet().forEach(node -> loads.put(node, new Load(node)));
  }

  /** One node with its planned segments, by subscription. */
  private static final class Load {
    private final String node;
    private final Map<String, NavigableSet<SegmentId>> segments = new TreeMap<>();
    private int total;

    Load(String node) {
      this.node = node;
    }

    String node() {
      return node;
    }

    int total() {
      return total;
    }

    Map<String, NavigableSet<SegmentId>> segments() {
      return segments;
    }

    NavigableSet<SegmentId> of(String subscription) {
      return segments.computeIfAbsent(subscription, each -> new TreeSet<>());
    }

    void add(SegmentId id) {
      of(id.subscription()).add(id);
      total++;
    }

    void remove(SegmentId id) {
      of(id.subscription()).remove(id);
      total--;
    }
  }

  /** A segment that one node could hand to another. */
  private record Move(SegmentId id, Load from, Load to) {}

  /** Returns the planned owner of each segment; segments without a possible owner are left out. */
  static Map<SegmentId, String> plan(Ownership seen) {
    AssignSegments share = new AssignSegments(seen.nodes());
    List<Holding> open = share.keep(seen);
    open.forEach(segment -> share.giveToLeastLoaded(segment.id()));
    share.level();
    return share.result();
  }

  /** Owners keep their segments for now; returns the rest. */
  private List<Holding> keep(Ownership seen) {
    List<Holding> open = new ArrayList<>();
    for (Holding segment : seen.segments()) {
      String owner = seen.livingOwner(segment);
      if (!segment.paused()) {
        if (owner != null && knows(owner, segment.id())) {
          owners.put(segment.id(), owner);
          load(owner).add(segment.id());
        } else {
          open.add(segment);
        }
      }
    }
    return open;
  }

  private Load load(String node) {
    return Objects.requireNonNull(loads.get(node));
  }

  private boolean knows(String node, SegmentId id) {
    return knowledge.getOrDefault(node, Set.of()).contains(id.subscription());
  }

  private void giveToLeastLoaded(SegmentId id) {
    loads.values().stream()
        .filter(load -> knows(load.node(), id))
        .min(
            Comparator.comparingInt(Load::total)
                .thenComparing(load -> load.of(id.subscription()).size()))
        .ifPresent(load -> load.add(id));
  }

  private void level() {
    Optional<List<Move>> chain = chain();
    while (chain.isPresent()) {
      chain.get().forEach(AssignSegments::make);
      chain = chain();
    }
  }

  private static void make(Move move) {
    move.from().remove(move.id());
    move.to().add(move.id());
  }

  /** A shortest chain of moves from a node to one that has at least two segments fewer. */
  private Optional<List<Move>> chain() {
    int least = loads.values().stream().mapToInt(Load::total).min().orElse(0);
    return loads.values().stream()
        .filter(load -> load.total() >= least + 2)
        .sorted(Comparator.comparingInt(Load::total).reversed())
        .flatMap(load -> chainFrom(load).stream())
        .findFirst();
  }

  private Optional<List<Move>> chainFrom(Load start) {
    Map<Load, Move> reachedBy = new HashMap<>();
    Set<String> reached = new HashSet<>(Set.of(start.node()));
    List<Load> ring = List.of(start);
    while (!ring.isEmpty()) {
      List<Load> next = new ArrayList<>();
      for (Load from : ring) {
        for (Load to : loads.values()) {
          Move move = reached.contains(to.node()) ? null : bestMove(from, to);
          if (move != null) {
            reached.add(to.node());
            reachedBy.put(to, move);
            next.add(to);
          }
        }
      }
      Optional<Load> end =
          next.stream()
              .filter(load -> load.total() <= start.total() - 2)
              .min(Comparator.comparingInt(Load::total));
      if (end.isPresent()) {
        return Optional.of(path(start, end.get(), reachedBy));
      }
      ring = next;
    }
    return Optional.empty();
  }

  private static List<Move> path(Load start, Load end, Map<Load, Move> reachedBy) {
    Deque<Move> path = new ArrayDeque<>();
    for (Load at = end; at != start; ) {
      Move move = Objects.requireNonNull(reachedBy.get(at));
      path.push(move);
      at = move.from();
    }
    return List.copyOf(path);
  }

  /**
   * The best move from one node to another. It prefers a subscription that the receiving node does
   * not have yet, and of which the giving node has most. So a busy subscription is spread over the
   * nodes.
   */
  private @Nullable Move bestMove(Load from, Load to) {
    return from.segments().keySet().stream()
        .filter(knowledge.getOrDefault(to.node(), Set.of())::contains)
        .filter(subscription -> !from.of(subscription).isEmpty())
        .min(
            Comparator.comparing((String name) -> owns(from, nextOf(from, name)))
                .thenComparing(name -> to.of(name).size() - from.of(name).size())
                .thenComparing(Comparator.naturalOrder()))
        .map(name -> new Move(nextOf(from, name), from, to))
        .orElse(null);
  }

  private SegmentId nextOf(Load from, String subscription) {
    NavigableSet<SegmentId> some = from.of(subscription);
    return some.descendingSet().stream()
        .filter(id -> !owns(from, id))
        .findFirst()
        .orElseGet(some::last);
  }

  private boolean owns(Load load, SegmentId id) {
    return load.node().equals(owners.get(id));
  }

  private Map<SegmentId, String> result() {
    Map<SegmentId, String> plan = new TreeMap<>();
    for (Load load : loads.values()) {
      load.segments().values().forEach(some -> some.forEach(id -> plan.put(id, load.node())));
    }
    return plan;
  }
}
