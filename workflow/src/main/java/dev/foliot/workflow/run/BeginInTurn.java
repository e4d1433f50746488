package dev.foliot.workflow.run;

import dev.foliot.workflow.admission.AdmissionKey;
import dev.foliot.workflow.admission.FlowControl;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.admission.Policy;
import dev.foliot.workflow.admission.PolicyState;
import dev.foliot.workflow.admission.ThrottleRate;
import dev.foliot.workflow.run.RunQueue.Blocked;
import dev.foliot.workflow.run.RunQueue.Queued;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets claimed runs begin if concurrency limits and throttles allow it. The others queue. Open
 * {@link #begin} first.
 *
 * <p>The places of a limit have no rows: each run that a node owns occupies a place. So a dead node
 * loses no place. When a run gives its place back, the next runs of the queue become due in the
 * same commit. A queued run becomes due when its turn may have come. Then a node claims the run
 * like any other, and this class decides with the key locked. A run that is woken too early, or
 * twice, keeps its position in the queue.
 */
final class BeginInTurn {
  /** The maximum number of runs of one queue that become due at once. */
  private static final int MAX_NEXT = 100;

  private static final Comparator<RunRow> IN_TURN =
      Comparator.<RunRow, Integer>comparing(run -> run.identity().lane())
          .thenComparing(
              run -> run.flow().queuedAt() == null ? run.dueAt() : run.flow().queuedAt(),
              Comparator.nullsFirst(Comparator.naturalOrder()));

  private final RunTable runs;
  private final RunQueue queue;
  private final WorkflowRegistry registry;
  private final RunSignals signals;
  private final InstantSource clock;

  BeginInTurn(RunTable runs, WorkflowRegistry registry, RunSignals signals, InstantSource clock) {
    this.runs = runs;
    this.queue = new RunQueue(runs);
    this.registry = registry;
    this.signals = signals;
    this.clock = clock;
  }

  /** Returns the claimed runs that begin, in the transaction of the claim. */
  List<RunRow> begin(List<RunRow> claimed) {
    List<RunRow> limited = claimed.stream().filter(run -> run.flow().isLimited()).toList();
    if (limited.isEmpty()) {
      return claimed;
    }
    // 1. Lock the keys, and count the places that are taken.
    Turns turns = new Turns(limited);
    // 2. Each run begins or queues, in the order of the queues.
    limited.stream().sorted(IN_TURN).forEach(turns::decide);
    // 3. Store it, and let the next ones be due.
    turns.store();
    Set<String> blocked = new TreeSet<>();
    turns.blocked.forEach(each -> blocked.add(each.run().id()));
    return claimed.stream()
        .filter(run -> !blocked.contains(run.id()))
        .map(run -> turns.begun.contains(run.id()) ? run.leftQueue(turns.now) : run)
        .toList();
  }

  /** Gives the places back of runs that end or wait in this transaction. */
  void giveBack(List<RunRow> left) {
    Set<AdmissionKey> keys = new TreeSet<>();
    left.forEach(
        run -> {
          addKey(run, Policy.CONCURRENCY, run.flow().concurrencyKey(), keys);
          if (run.flow().queue() != null) {
            keys.add(AdmissionKey.ofQueue(run.identity().workflow(), run.flow().queue()));
          }
        });
    if (!keys.isEmpty()) {
      Places places = new Places(keys, List.of());
      Map<String, RunRow> byWorkflow = new HashMap<>();
      left.forEach(run -> byWorkflow.put(run.identity().workflow(), run));
      keys.forEach(
          key -> next(key, flowOf(Objects.requireNonNull(byWorkflow.get(key.workflow()))), places));
    }
  }

  /** Makes the next runs of a queue due, as if a place had become free now. */
  void advance(AdmissionKey key, FlowControl flow) {
    next(key, flow, new Places(Set.of(key), List.of()));
  }

  private @Nullable FlowControl flowOf(RunRow run) {
    return registry.flowOf(run).orElse(null);
  }

  private static void addKey(
      RunRow run, Policy policy, @Nullable String value, Set<AdmissionKey> keys) {
    if (value != null) {
      keys.add(new AdmissionKey(run.identity().workflow(), policy, value));
    }
  }

  /** Makes the next runs of a queue due: as many as may begin, each at its time. */
  private void next(AdmissionKey key, @Nullable FlowControl flow, Places places) {
    Instant now = clock.instant();
    List<Instant> times =
        key.policy() == Policy.THROTTLE
            ? places.times(key, flow == null ? null : flow.throttle(), now)
            : places.free(key, flow == null ? 1 : flow.concurrency(), now);
    List<Queued> due = new ArrayList<>();
    List<Queued> waiting = times.isEmpty() ? List.of() : queue.next(key, times.size());
    for (int i = 0; i < waiting.size(); i++) {
      Queued each = waiting.get(i);
      Instant time = times.get(i).isAfter(now) ? times.get(i) : each.since();
      if (each.due() == null || time.isBefore(each.due())) {
        due.add(new Queued(each.id(), each.since(), time));
      }
    }
    if (!due.isEmpty()) {
      queue.makeDue(due);
      signals.dueAfterCommit(Objects.requireNonNull(due.get(0).due()));
    }
  }

  /** The locked states of keys, and how many places of each are taken. */
  private final class Places {
    private final Map<AdmissionKey, PolicyState> states;
    private final Map<AdmissionKey, Integer> taken;

    Places(Set<AdmissionKey> keys, List<RunRow> claimed) {
      this.states = runs.admissions().lock(keys, clock.instant());
      this.taken =
          new HashMap<>(
              queue.executing(
                  keys.stream().filter(key -> key.policy() == Policy.CONCURRENCY).toList(),
                  claimed.stream().map(RunRow::id).toList()));
    }

    List<Instant> free(AdmissionKey key, int limit, Instant now) {
      int free = Math.min(MAX_NEXT, limit - taken.getOrDefault(key, 0));
      return Stream.generate(() -> now).limit(Math.max(0, free)).toList();
    }

    List<Instant> times(AdmissionKey key, @Nullable ThrottleRate rate, Instant now) {
      if (rate == null) {
        return Stream.generate(() -> now).limit(MAX_NEXT).toList();
      }
      List<Instant> times = new ArrayList<>();
      PolicyState state = state(key);
      for (int i = 0; i < Math.min(MAX_NEXT, rate.burst()); i++) {
        Instant time = rate.next(state, now);
        state = rate.begin(state, time.isAfter(now) ? time : now);
        times.add(time);
      }
      return times;
    }

    PolicyState state(AdmissionKey key) {
      return states.getOrDefault(key, PolicyState.NONE);
    }
  }

  /** The decisions about the runs of one claim. */
  private final class Turns {
    private final Places places;
    private final Instant now;
    private final List<Blocked> blocked = new ArrayList<>();
    private final Set<String> begun = new TreeSet<>();
    private final Map<AdmissionKey, FlowControl> moving = new HashMap<>();
    private final Map<AdmissionKey, PolicyState> changed = new HashMap<>();

    Turns(List<RunRow> limited) {
      Set<AdmissionKey> keys = new TreeSet<>();
      for (RunRow run : limited) {
        addKey(run, Policy.CONCURRENCY, run.flow().concurrencyKey(), keys);
        addKey(run, Policy.THROTTLE, run.flow().throttleKey(), keys);
        if (run.flow().queue() != null) {
          keys.add(AdmissionKey.ofQueue(run.identity().workflow(), run.flow().queue()));
        }
      }
      this.places = new Places(keys, limited);
      this.now = clock.instant(); // not before the keys are locked
    }

    void decide(RunRow run) {
      FlowControl flow = registry.flowOf(run).orElseThrow();
      String queued = run.flow().queue();
      if (queued != null) {
        moving.put(AdmissionKey.ofQueue(run.identity().workflow(), queued), flow);
      }
      AdmissionKey place = key(run, Policy.CONCURRENCY, run.flow().concurrencyKey());
      AdmissionKey turn =
          run.invocations() == 1 ? key(run, Policy.THROTTLE, run.flow().throttleKey()) : null;
      AdmissionKey blocking = endsAtOnce(run) ? null : blocking(place, turn, flow);
      if (blocking != null) {
        block(run, blocking, flow);
        moveOther(place, turn, blocking, flow);
        return;
      }
      if (queued != null || turn != null) {
        begun.add(run.id());
      }
      take(run, place, turn, flow);
    }

    private @Nullable AdmissionKey key(RunRow run, Policy policy, @Nullable String value) {
      return value == null ? null : new AdmissionKey(run.identity().workflow(), policy, value);
    }

    /** Whether the run ends without its code, so that it needs no place. */
    private boolean endsAtOnce(RunRow run) {
      Instant limit = limit(run);
      return run.invocations() == 1
          && (run.cancelRequested() || (limit != null && !now.isBefore(limit)));
    }

    private @Nullable Instant limit(RunRow run) {
      return Stream.of(run.times().startBy(), run.times().deadline())
          .filter(Objects::nonNull)
          .min(Comparator.naturalOrder())
          .orElse(null);
    }

    private @Nullable AdmissionKey blocking(
        @Nullable AdmissionKey place, @Nullable AdmissionKey turn, FlowControl flow) {
      if (place != null && places.taken.getOrDefault(place, 0) >= flow.concurrency()) {
        return place;
      }
      ThrottleRate rate = flow.throttle();
      boolean isEarly = turn != null && rate != null && rate.next(state(turn), now).isAfter(now);
      return isEarly ? turn : null;
    }

    private PolicyState state(AdmissionKey key) {
      return changed.getOrDefault(key, places.state(key));
    }

    private void block(RunRow run, AdmissionKey key, FlowControl flow) {
      blocked.add(new Blocked(run, key, run.invocations() == 1 ? limit(run) : null));
      moving.put(key, flow);
    }

    /** If a run waits for one of its keys, the next run of its other key may begin. */
    private void moveOther(
        @Nullable AdmissionKey place,
        @Nullable AdmissionKey turn,
        AdmissionKey blocking,
        FlowControl flow) {
      Stream.of(place, turn)
          .filter(key -> key != null && !key.equals(blocking))
          .forEach(key -> moving.put(Objects.requireNonNull(key), flow));
    }

    private void take(
        RunRow run, @Nullable AdmissionKey place, @Nullable AdmissionKey turn, FlowControl flow) {
      if (place != null) {
        places.taken.merge(place, 1, Integer::sum);
      }
      ThrottleRate rate = flow.throttle();
      if (turn != null && rate != null && !endsAtOnce(run)) {
        changed.put(turn, rate.begin(state(turn), now));
      }
    }

    void store() {
      queue.enter(blocked, now);
      queue.leave(begun, now);
      runs.admissions()
          .store(
              changed.entrySet().stream()
                  .map(each -> new StateChange(each.getKey(), each.getValue()))
                  .toList());
      places.states.putAll(changed);
      moving.keySet().stream()
          .sorted()
          .forEach(key -> next(key, Objects.requireNonNull(moving.get(key)), places));
    }
  }
}
