package dev.foliot.workflow.run;

import dev.foliot.workflow.admission.AdmissionKey;
import dev.foliot.workflow.admission.DueRun;
import dev.foliot.workflow.admission.FlowControl;
import dev.foliot.workflow.admission.FlowControl.StateChange;
import dev.foliot.workflow.admission.Places;
import dev.foliot.workflow.admission.Policy;
import dev.foliot.workflow.admission.PolicyState;
import dev.foliot.workflow.admission.ThrottleRate;
import dev.foliot.workflow.admission.Turns;
import dev.foliot.workflow.run.RunQueue.Blocked;
import dev.foliot.workflow.run.RunQueue.Queued;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    Places places = lock(keysOf(limited), limited);
    Instant now = clock.instant(); // not before the keys are locked
    // 2. Each run begins or queues, in the order of the queues.
    Turns turns = Turns.of(limited.stream().map(run -> due(run, now)).toList(), places, now);
    // 3. Store it, and let the next ones be due.
    Set<String> begun = begun(limited, turns);
    store(limited, turns, begun, now);
    return claimed.stream()
        .filter(run -> !turns.queued().containsKey(run.id()))
        .map(run -> begun.contains(run.id()) ? run.leftQueue(now) : run)
        .toList();
  }

  private static Set<AdmissionKey> keysOf(List<RunRow> limited) {
    Set<AdmissionKey> keys = new TreeSet<>();
    for (RunRow run : limited) {
      Stream.of(place(run), throttle(run), queue(run)).filter(Objects::nonNull).forEach(keys::add);
    }
    return keys;
  }

  private static @Nullable AdmissionKey place(RunRow run) {
    return key(run, Policy.CONCURRENCY, run.flow().concurrencyKey());
  }

  private static @Nullable AdmissionKey throttle(RunRow run) {
    return key(run, Policy.THROTTLE, run.flow().throttleKey());
  }

  /** A run takes its turn before its first invocation only. */
  private static @Nullable AdmissionKey turn(RunRow run) {
    return run.invocations() == 1 ? throttle(run) : null;
  }

  private static @Nullable AdmissionKey key(RunRow run, Policy policy, @Nullable String value) {
    return value == null ? null : new AdmissionKey(run.identity().workflow(), policy, value);
  }

  private static @Nullable AdmissionKey queue(RunRow run) {
    String name = run.flow().queue();
    return name == null ? null : AdmissionKey.ofQueue(run.identity().workflow(), name);
  }

  private Places lock(Set<AdmissionKey> keys, List<RunRow> claimed) {
    Map<AdmissionKey, PolicyState> states = runs.admissions().lock(keys, clock.instant());
    List<AdmissionKey> limits =
        keys.stream().filter(key -> key.policy() == Policy.CONCURRENCY).toList();
    return new Places(states, queue.executing(limits, claimed.stream().map(RunRow::id).toList()));
  }

  private DueRun due(RunRow run, Instant now) {
    FlowControl flow = registry.flowOf(run).orElseThrow();
    AdmissionKey place = place(run);
    AdmissionKey turn = turn(run);
    ThrottleRate rate = flow.throttle();
    return new DueRun(
        run.id(),
        run.identity().lane(),
        run.flow().queuedAt() == null ? run.dueAt() : run.flow().queuedAt(),
        place == null ? null : new DueRun.Place(place, flow.concurrency()),
        turn == null || rate == null ? null : new DueRun.Turn(turn, rate),
        endsAtOnce(run, now));
  }

  /** Whether the run ends without its code, so that it needs no place. */
  private static boolean endsAtOnce(RunRow run, Instant now) {
    Instant limit = limit(run);
    return run.invocations() == 1
        && (run.cancelRequested() || (limit != null && !now.isBefore(limit)));
  }

  private static @Nullable Instant limit(RunRow run) {
    return Stream.of(run.times().startBy(), run.times().deadline())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The runs that leave a queue, or take their turn. */
  private static Set<String> begun(List<RunRow> limited, Turns turns) {
    return limited.stream()
        .filter(run -> !turns.queued().containsKey(run.id()))
        .filter(run -> queue(run) != null || turn(run) != null)
        .map(RunRow::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void store(List<RunRow> limited, Turns turns, Set<String> begun, Instant now) {
    List<Blocked> blocked = new ArrayList<>();
    Map<AdmissionKey, FlowControl> moving = new TreeMap<>();
    for (RunRow run : limited) {
      AdmissionKey blocking = turns.queued().get(run.id());
      // If a run waits for one of its keys, the next run of its other key may begin.
      Stream<@Nullable AdmissionKey> moved =
          blocking == null ? Stream.of(queue(run)) : Stream.of(queue(run), place(run), turn(run));
      FlowControl flow = registry.flowOf(run).orElseThrow();
      moved.filter(Objects::nonNull).forEach(key -> moving.put(key, flow));
      if (blocking != null) {
        blocked.add(new Blocked(run, blocking, run.invocations() == 1 ? limit(run) : null));
      }
    }
    queue.enter(blocked, now);
    queue.leave(begun, now);
    runs.admissions()
        .store(
            turns.changed().entrySet().stream()
                .map(each -> new StateChange(each.getKey(), each.getValue()))
                .toList());
    moving.forEach((key, flow) -> next(key, flow, turns.after()));
  }

  /** Gives the places back of runs that end or wait in this transaction. */
  void giveBack(List<RunRow> left) {
    Map<AdmissionKey, RunRow> keys = new TreeMap<>();
    for (RunRow run : left) {
      Stream.of(place(run), queue(run)).filter(Objects::nonNull).forEach(key -> keys.put(key, run));
    }
    if (!keys.isEmpty()) {
      Places places = lock(keys.keySet(), List.of());
      keys.forEach((key, run) -> next(key, registry.flowOf(run).orElse(null), places));
    }
  }

  /** Makes the next runs of a queue due, as if a place had become free now. */
  void advance(AdmissionKey key, FlowControl flow) {
    next(key, flow, lock(Set.of(key), List.of()));
  }

  /** Makes the next runs of a queue due: as many as may begin, each at its time. */
  private void next(AdmissionKey key, @Nullable FlowControl flow, Places places) {
    Instant now = clock.instant();
    List<Instant> times = places.next(key, flow, now);
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
}
