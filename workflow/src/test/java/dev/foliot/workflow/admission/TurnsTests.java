package dev.foliot.workflow.admission;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.admission.DueRun.Place;
import dev.foliot.workflow.admission.DueRun.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When runs may begin, by the clock alone (R60). */
class TurnsTests {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final AdmissionKey PLACES = new AdmissionKey("w", Policy.CONCURRENCY, "c");
  private static final AdmissionKey TURNS = new AdmissionKey("w", Policy.THROTTLE, "t");
  private static final Place ONE_OF_TWO = new Place(PLACES, 2);
  private static final ThrottleRate RATE = new ThrottleRate(Duration.ofSeconds(10), 1);

  private static Places taken(int places) {
    return new Places(Map.of(), Map.of(PLACES, places));
  }

  private static DueRun run(String id, int lane, int second, @Nullable Place place) {
    return new DueRun(id, lane, NOW.plusSeconds(second), place, null, false);
  }

  @Test
  void earlierLaneAndThenEarlierTimeBegin() {
    Turns turns =
        Turns.of(
            List.of(
                run("late", 1, 2, ONE_OF_TWO),
                run("backfill", 2, 0, ONE_OF_TWO),
                run("early", 1, 1, ONE_OF_TWO),
                run("unlimited", 2, 3, null)),
            taken(0),
            NOW);

    assertThat(turns.queued()).isEqualTo(Map.of("backfill", PLACES));
    assertThat(turns.after().taken(PLACES)).isEqualTo(2);
  }

  @Test
  void turnIsTakenOnlyWithAPlace() {
    DueRun both = new DueRun("r", 1, NOW, ONE_OF_TWO, new Turn(TURNS, RATE), false);

    Turns blocked = Turns.of(List.of(both), taken(2), NOW);
    Turns begun = Turns.of(List.of(both), taken(1), NOW);

    assertThat(blocked.queued()).isEqualTo(Map.of("r", PLACES));
    assertThat(blocked.changed()).isEmpty();
    assertThat(begun.queued()).isEmpty();
    assertThat(begun.after().turns(TURNS, RATE, NOW)).containsExactly(NOW.plusSeconds(10));
  }

  @Test
  void runThatEndsAtOnceWaitsForNothing() {
    DueRun cancelled = new DueRun("r", 1, NOW, ONE_OF_TWO, new Turn(TURNS, RATE), true);

    Turns turns = Turns.of(List.of(cancelled), taken(2), NOW);

    assertThat(turns.queued()).isEmpty();
    assertThat(turns.changed()).isEmpty(); // it takes no turn from another run
  }

  private enum Limits {
    CONCURRENCY,
    THROTTLE,
    BOTH
  }

  @ParameterizedTest
  @EnumSource
  void limitsHoldForRandomArrivalsAndEachRunBegins(Limits limits) {
    for (int seed = 0; seed < 50; seed++) {
      new RandomArrivals(limits, seed).check();
    }
  }

  /** Runs that arrive, begin, wait and end at random times; claims take some of the due ones. */
  private static final class RandomArrivals {
    private static final int RUNS = 30;

    private final String name;
    private final boolean isInOrder;
    private final Random random;
    private final int limit;
    private final ThrottleRate rate;
    private final List<Run> runs = new ArrayList<>();
    private final Map<AdmissionKey, PolicyState> states = new HashMap<>();
    private final Map<AdmissionKey, List<Instant>> begun = new HashMap<>();
    private Instant now = NOW;

    RandomArrivals(Limits limits, int seed) {
      this.name = limits + " with seed " + seed;
      this.isInOrder = limits == Limits.CONCURRENCY;
      this.random = new Random(seed);
      this.limit = 1 + random.nextInt(3);
      this.rate =
          new ThrottleRate(Duration.ofSeconds(1 + random.nextInt(5)), 1 + random.nextInt(3));
      for (int i = 0; i < RUNS; i++) {
        runs.add(
            new Run(
                "r-" + i,
                1 + random.nextInt(2),
                limits == Limits.THROTTLE ? null : key(Policy.CONCURRENCY),
                limits == Limits.CONCURRENCY ? null : key(Policy.THROTTLE),
                NOW.plusSeconds(random.nextInt(40))));
      }
    }

    private AdmissionKey key(Policy policy) {
      return new AdmissionKey("w", policy, "k" + random.nextInt(2));
    }

    void check() {
      for (int second = 0; second < 600 && runs.stream().anyMatch(run -> !run.hasEnded); second++) {
        runs.stream().filter(run -> run.executes && random.nextInt(3) == 0).forEach(this::leave);
        while (random.nextInt(4) != 0) {
          claim();
        }
        now = now.plusSeconds(1);
      }
      assertThat(runs).as(name).allSatisfy(run -> assertThat(run.hasEnded).isTrue());
      begun.values().forEach(this::checkRate);
    }

    private void checkRate(List<Instant> times) {
      for (int i = rate.burst(); i < times.size(); i++) {
        Instant earliest = times.get(i - rate.burst()).plus(rate.interval());
        assertThat(times.get(i)).as(name).isAfterOrEqualTo(earliest);
      }
    }

    /** The run waits for some seconds, or ends. */
    private void leave(Run run) {
      run.executes = false;
      run.hasEnded = random.nextBoolean();
      run.due = run.hasEnded ? null : now.plusSeconds(random.nextInt(5));
      if (run.place != null) {
        next(run.place);
      }
    }

    private Places places() {
      Map<AdmissionKey, Integer> taken = new HashMap<>();
      runs.stream()
          .filter(run -> run.executes && run.place != null)
          .forEach(run -> taken.merge(run.place, 1, Integer::sum));
      assertThat(taken.values()).as(name).allMatch(count -> count <= limit);
      return new Places(Map.copyOf(states), Map.copyOf(taken));
    }

    private void claim() {
      List<Run> claimed =
          runs.stream()
              .filter(run -> run.due != null && !run.due.isAfter(now))
              .sorted(comparing((Run run) -> run.lane).thenComparing(run -> run.due))
              .limit(1 + random.nextInt(4))
              .toList();
      Turns turns = Turns.of(claimed.stream().map(this::dueRun).toList(), places(), now);
      states.putAll(turns.changed());
      claimed.stream().filter(run -> !turns.queued().containsKey(run.id)).forEach(this::begin);
      turns.queued().forEach((id, key) -> queue(find(id), key));
      turns.queued().keySet().stream()
          .flatMap(id -> Stream.of(find(id).place, find(id).turn()))
          .filter(key -> key != null)
          .forEach(this::next);
    }

    private DueRun dueRun(Run run) {
      return new DueRun(
          run.id,
          run.lane,
          run.firstDue(),
          run.place == null ? null : new Place(run.place, limit),
          run.turn() == null ? null : new Turn(run.throttle, rate),
          false);
    }

    private Run find(String id) {
      return runs.stream().filter(run -> run.id.equals(id)).findFirst().orElseThrow();
    }

    private void begin(Run run) {
      assertThat(isInOrder && runs.stream().anyMatch(other -> other.isBefore(run)))
          .as("%s: %s begins before a run of its queue that comes first", name, run.id)
          .isFalse();
      if (run.turn() != null) {
        begun.computeIfAbsent(run.throttle, key -> new ArrayList<>()).add(now);
      }
      AdmissionKey left = run.queue;
      run.hasBegun = true;
      run.executes = true;
      run.due = null;
      run.since = null;
      run.queue = null;
      if (left != null) {
        next(left);
      }
    }

    private void queue(Run run, AdmissionKey key) {
      boolean isFull =
          key.policy() == Policy.CONCURRENCY
              ? places().taken(key) >= limit
              : rate.next(places().state(key), now).isAfter(now);
      assertThat(isFull).as("%s: %s queues without need", name, run.id).isTrue();
      run.since = run.firstDue();
      run.due = null;
      run.queue = key;
    }

    private void next(AdmissionKey key) {
      List<Instant> times =
          key.policy() == Policy.CONCURRENCY
              ? places().free(key, limit, now)
              : places().turns(key, rate, now);
      List<Run> heads =
          runs.stream()
              .filter(run -> key.equals(run.queue))
              .sorted(Run.IN_TURN)
              .limit(times.size())
              .toList();
      for (int i = 0; i < heads.size(); i++) {
        Run head = heads.get(i);
        Instant time = times.get(i).isAfter(now) ? times.get(i) : head.since;
        head.due = head.due == null || time.isBefore(head.due) ? time : head.due;
      }
    }
  }

  private static final class Run {
    static final Comparator<Run> IN_TURN =
        comparing((Run run) -> run.lane).thenComparing(run -> run.since);

    final String id;
    final int lane;
    final @Nullable AdmissionKey place;
    final @Nullable AdmissionKey throttle;
    @Nullable Instant due;
    @Nullable Instant since;
    @Nullable AdmissionKey queue;
    boolean hasBegun;
    boolean executes;
    boolean hasEnded;

    Run(
        String id,
        int lane,
        @Nullable AdmissionKey place,
        @Nullable AdmissionKey throttle,
        Instant due) {
      this.id = id;
      this.lane = lane;
      this.place = place;
      this.throttle = throttle;
      this.due = due;
    }

    @Nullable AdmissionKey turn() {
      return hasBegun ? null : throttle;
    }

    Instant firstDue() {
      return since == null ? due : since;
    }

    boolean isBefore(Run other) {
      return queue != null
          && queue.equals(other.place)
          && (lane < other.lane || (lane == other.lane && since.isBefore(other.firstDue())));
    }
  }
}
