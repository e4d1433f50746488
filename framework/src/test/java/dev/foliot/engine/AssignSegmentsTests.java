package dev.foliot.engine;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.engine.Ownership.Holding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** R28: who should own what, for chosen and for thousands of random situations. */
class AssignSegmentsTests {
  private static final int SITUATIONS = 5_000;

  @Test
  void oneNodeHasAll() {
    Ownership seen = seen(Map.of("a", Set.of("x", "y")), free("x", 3), free("y", 1));

    assertThat(loads(seen)).containsExactly(Map.entry("a", 4));
  }

  @Test
  void secondNodeGetsHalfOfEachSubscription() {
    Ownership seen =
        seen(
            Map.of("a", Set.of("x", "y"), "b", Set.of("x", "y")),
            owned("x", 8, "a"),
            owned("y", 8, "a"));

    Map<SegmentId, String> plan = AssignSegments.plan(seen);

    assertThat(plan).containsValues("a", "b");
    assertThat(countOf(plan, "b", "x")).isEqualTo(4);
    assertThat(countOf(plan, "b", "y")).isEqualTo(4);
  }

  @Test
  void deadNodesSegmentsGoToTheLeastLoaded() {
    Ownership seen =
        seen(
            Map.of("a", Set.of("x"), "b", Set.of("x")),
            owned("x", 2, "a"),
            holdings("x", 2, 3, "dead"));

    assertThat(loads(seen)).containsOnly(Map.entry("a", 3), Map.entry("b", 2));
    assertThat(moves(seen)).isZero();
  }

  @Test
  void pausedSubscriptionIsNobodys() {
    Ownership seen =
        seen(Map.of("a", Set.of("x")), List.of(new Holding(new SegmentId("x", 0), "a", 1, true)));

    assertThat(AssignSegments.plan(seen)).isEmpty();
  }

  @Test
  void unknownSubscriptionIsNobodys() {
    Ownership seen = seen(Map.of("a", Set.of("x")), owned("gone", 2, "a"));

    assertThat(AssignSegments.plan(seen)).isEmpty();
  }

  // a has too much, but nothing that c can take; b takes from a and gives to c
  @Test
  void nodeInBetweenPassesLoadOn() {
    Ownership seen =
        seen(
            Map.of("a", Set.of("x"), "b", Set.of("x", "y"), "c", Set.of("y")),
            owned("x", 4, "a"),
            owned("y", 2, "b"));

    assertThat(loads(seen)).containsOnly(Map.entry("a", 2), Map.entry("b", 2), Map.entry("c", 2));
  }

  @Test
  void everythingThatCanBeDeliveredHasOneOwnerWhoCan() {
    inRandomSituations(
        (seed, seen) -> {
          Map<SegmentId, String> plan = AssignSegments.plan(seen);

          for (Holding each : seen.segments()) {
            String subscription = each.id().subscription();
            boolean possible =
                !each.paused()
                    && seen.nodes().values().stream()
                        .anyMatch(known -> known.contains(subscription));
            String owner = plan.get(each.id());
            assertThat(owner != null).as("seed %d %s", seed, each).isEqualTo(possible);
            if (owner != null) {
              assertThat(seen.nodes().get(owner)).as("seed %d", seed).contains(subscription);
            }
          }
          assertThat(plan).hasSizeLessThanOrEqualTo(seen.segments().size());
        });
  }

  @Test
  void orderOfWhatWasSeenDoesNotMatter() {
    inRandomSituations(
        (seed, seen) -> {
          List<Holding> shuffled = new ArrayList<>(seen.segments());
          Collections.shuffle(shuffled, new Random(seed));
          Map<String, Set<String>> otherOrder = new LinkedHashMap<>();
          seen.nodes().keySet().stream()
              .sorted(Comparator.reverseOrder())
              .forEach(node -> otherOrder.put(node, seen.nodes().get(node)));

          assertThat(AssignSegments.plan(new Ownership(otherOrder, shuffled, Map.of())))
              .as("seed %d", seed)
              .isEqualTo(AssignSegments.plan(seen));
        });
  }

  @Test
  void nodesThatKnowAllDifferByOneAtMostWithFewestMoves() {
    inRandomSituations(
        (seed, seen) -> {
          Set<String> all = Set.of("s0", "s1", "s2", "s3", "s4");
          Map<String, Set<String>> nodes =
              seen.nodes().keySet().stream().collect(toMap(node -> node, node -> all));
          Ownership sameVersion = new Ownership(nodes, seen.segments(), Map.of());

          Map<String, Integer> loads = loads(sameVersion);

          assertThat(Collections.max(loads.values()) - Collections.min(loads.values()))
              .as("seed %d %s", seed, loads)
              .isLessThanOrEqualTo(1);
          assertThat(moves(sameVersion)).as("seed %d", seed).isEqualTo(fewestMoves(sameVersion));
        });
  }

  /** Each keeps what it has up to its share; who has most gets the greater shares. */
  private static int fewestMoves(Ownership seen) {
    List<Integer> kept =
        seen.nodes().keySet().stream()
            .map(node -> (int) kept(seen).filter(each -> node.equals(each.owner())).count())
            .sorted(Comparator.reverseOrder())
            .toList();
    int shared = (int) seen.segments().stream().filter(each -> !each.paused()).count();
    int share = shared / kept.size();
    int greater = shared % kept.size();
    return IntStream.range(0, kept.size())
        .map(i -> Math.max(0, kept.get(i) - (i < greater ? share + 1 : share)))
        .sum();
  }

  private static Stream<Holding> kept(Ownership seen) {
    return seen.segments().stream().filter(each -> !each.paused());
  }

  @Test
  void noOtherPlanIsMoreEven() {
    for (long seed = 0; seed < 400; seed++) {
      Ownership all = random(new Random(seed), 3, 2);
      List<Holding> few = all.segments().stream().limit(8).toList();
      Ownership seen = new Ownership(all.nodes(), few, Map.of());

      assertThat(squares(loads(seen).values()))
          .as("seed %d %s", seed, seen)
          .isEqualTo(
              leastSquares(
                  seen, List.copyOf(AssignSegments.plan(seen).keySet()), 0, new TreeMap<>()));
    }
  }

  private static long leastSquares(
      Ownership seen, List<SegmentId> open, int from, Map<String, Integer> loads) {
    if (from == open.size()) {
      return squares(loads.values());
    }
    String subscription = open.get(from).subscription();
    long least = Long.MAX_VALUE;
    for (String node : seen.nodes().keySet()) {
      if (seen.nodes().get(node).contains(subscription)) {
        loads.merge(node, 1, Integer::sum);
        least = Math.min(least, leastSquares(seen, open, from + 1, loads));
        loads.merge(node, -1, Integer::sum);
      }
    }
    return least;
  }

  private static long squares(Iterable<Integer> loads) {
    long sum = 0;
    for (int load : loads) {
      sum += (long) load * load;
    }
    return sum;
  }

  // Nobody hands anything over once the plan is carried out
  @Test
  void planCarriedOutIsThePlan() {
    inRandomSituations(
        (seed, seen) -> {
          Map<SegmentId, String> plan = AssignSegments.plan(seen);

          assertThat(AssignSegments.plan(with(seen, plan))).as("seed %d", seed).isEqualTo(plan);
        });
  }

  // Each node acts for itself, on what it saw, in any order and never twice in a row the same way
  @Test
  void nodesThatActOnTheirOwnAgreeInTheEnd() {
    inRandomSituations(
        (seed, seen) -> {
          Random random = new Random(seed);
          Map<SegmentId, String> owners = new HashMap<>();
          seen.segments().forEach(each -> owners.put(each.id(), each.owner()));
          List<String> nodes = seen.nodes().keySet().stream().sorted().toList();
          for (int round = 0; round < 4; round++) {
            Ownership old = with(seen, owners);
            List<String> order = new ArrayList<>(nodes);
            Collections.shuffle(order, random);
            for (String node : order) {
              act(node, random.nextBoolean() ? with(seen, owners) : old, owners, seen);
            }
          }
          nodes.forEach(node -> act(node, with(seen, owners), owners, seen));
          nodes.forEach(node -> act(node, with(seen, owners), owners, seen));

          Map<SegmentId, String> plan = AssignSegments.plan(with(seen, owners));

          plan.forEach(
              (id, owner) ->
                  assertThat(owners.get(id)).as("seed %d %s", seed, id).isEqualTo(owner));
        });
  }

  /** Lets go what the plan gives to others, and claims what is free. */
  private static void act(
      String node, Ownership saw, Map<SegmentId, String> owners, Ownership seen) {
    Map<SegmentId, String> plan = AssignSegments.plan(saw);
    for (Holding each : saw.segments()) {
      SegmentId id = each.id();
      boolean mine = node.equals(plan.get(id));
      if (node.equals(owners.get(id)) && !mine) {
        owners.put(id, null);
      }
      String now = owners.get(id);
      boolean unchanged = Objects.equals(now, each.owner());
      if (mine && unchanged && (now == null || !seen.nodes().containsKey(now))) {
        owners.put(id, node);
      }
    }
  }

  private static Ownership with(Ownership seen, Map<SegmentId, String> owners) {
    List<Holding> segments =
        seen.segments().stream()
            .map(each -> new Holding(each.id(), owners.get(each.id()), each.token(), each.paused()))
            .toList();
    return new Ownership(seen.nodes(), segments, Map.of());
  }

  private interface Check {
    void of(long seed, Ownership seen);
  }

  private static void inRandomSituations(Check check) {
    for (long seed = 0; seed < SITUATIONS; seed++) {
      check.of(seed, random(new Random(seed), 5, 5));
    }
  }

  private static Ownership random(Random random, int mostNodes, int mostSubscriptions) {
    Map<String, Set<String>> nodes = new HashMap<>();
    int known = 1 + random.nextInt(mostSubscriptions);
    for (int node = 0; node <= random.nextInt(mostNodes); node++) {
      nodes.put(
          "n" + node,
          IntStream.range(0, known)
              .filter(each -> random.nextInt(4) > 0)
              .mapToObj(each -> "s" + each)
              .collect(toSet()));
    }
    List<Holding> segments = new ArrayList<>();
    for (int subscription = 0; subscription < known; subscription++) {
      boolean paused = random.nextInt(8) == 0;
      for (int number = 0; number <= random.nextInt(6); number++) {
        int owner = random.nextInt(mostNodes + 3);
        segments.add(
            new Holding(
                new SegmentId("s" + subscription, number),
                owner > mostNodes ? null : "n" + owner,
                random.nextInt(10),
                paused));
      }
    }
    return new Ownership(nodes, segments, Map.of());
  }

  private static Ownership seen(Map<String, Set<String>> nodes, List<Holding> segments) {
    return seen(nodes, segments, List.of());
  }

  private static Ownership seen(
      Map<String, Set<String>> nodes, List<Holding> segments, List<Holding> more) {
    return new Ownership(nodes, Stream.concat(segments.stream(), more.stream()).toList(), Map.of());
  }

  private static List<Holding> free(String subscription, int count) {
    return holdings(subscription, 0, count, null);
  }

  private static List<Holding> owned(String subscription, int count, String owner) {
    return holdings(subscription, 0, count, owner);
  }

  private static List<Holding> holdings(String subscription, int from, int count, String owner) {
    return IntStream.range(from, from + count)
        .mapToObj(number -> new Holding(new SegmentId(subscription, number), owner, 1, false))
        .toList();
  }

  private static Map<String, Integer> loads(Ownership seen) {
    Map<String, Integer> loads = new TreeMap<>();
    seen.nodes().keySet().forEach(node -> loads.put(node, 0));
    AssignSegments.plan(seen).values().forEach(node -> loads.merge(node, 1, Integer::sum));
    return loads;
  }

  private static int moves(Ownership seen) {
    Map<SegmentId, String> plan = AssignSegments.plan(seen);
    return (int)
        seen.segments().stream()
            .filter(each -> seen.livingOwner(each) != null && plan.containsKey(each.id()))
            .filter(each -> !each.owner().equals(plan.get(each.id())))
            .count();
  }

  private static long countOf(Map<SegmentId, String> plan, String node, String subscription) {
    return plan.entrySet().stream()
        .filter(entry -> entry.getValue().equals(node))
        .filter(entry -> entry.getKey().subscription().equals(subscription))
        .count();
  }
}
