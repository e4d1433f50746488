package dev.foliot.unitofwork;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Gathers the events of one unit of work from the aggregates that raised them. */
final class GatherEvents {
  /** The aggregates, each with the version up to which its events may be stored. */
  private final IdentityHashMap<EventSource, Long> enlisted = new IdentityHashMap<>();

  private final Set<EventSource> raising = new LinkedHashSet<>();
  private final List<Taken> taken = new ArrayList<>();
  private final Deque<Runnable> moves = new ArrayDeque<>();
  private final IdentityHashMap<Object, Mark> savepoints = new IdentityHashMap<>();
  private int gathered;

  /** An event that is pending no longer, with its origin. */
  record Taken(EventSource source, RaisedEvent event) {}

  /** The gathered events and the aggregates at one moment. */
  private record Mark(int taken, Set<EventSource> raising) {}

  void raised(EventSource source) {
    raising.add(source);
  }

  void moved(Runnable giveBack) {
    moves.push(giveBack);
  }

  void enlist(EventSource source, long version) {
    enlisted.put(source, version);
    source.enlisted();
  }

  /** The events since the last call, in the order of raising. */
  List<Taken> next() {
    take();
    List<Taken> fresh = taken.subList(gathered, taken.size());
    fresh.sort(Comparator.comparingLong(each -> each.event.ordinal()));
    gathered = taken.size();
    return List.copyOf(fresh);
  }

  private void take() {
    for (EventSource source : List.copyOf(enlisted.keySet())) {
      source
          .takePendingEvents(enlisted.getOrDefault(source, 0L))
          .forEach(event -> taken.add(new Taken(source, event)));
    }
  }

  /** All events so far, also after a rollback. */
  Stream<Object> events() {
    return Stream.concat(
        taken.stream().map(each -> each.event.event()),
        aggregates().stream().flatMap(source -> source.events().stream()));
  }

  /** Remembers which events were raised before a savepoint. */
  void mark(Object savepoint) {
    take();
    savepoints.put(savepoint, new Mark(taken.size(), Set.copyOf(raising)));
  }

  /**
   * The first event that would be stored although it was raised after a savepoint that was rolled
   * back, if there is one. An aggregate that is newer than the savepoint need not be saved any
   * more.
   */
  Optional<String> undone(Object savepoint) {
    take();
    Mark mark = savepoints.get(savepoint); // it may be rolled back again
    if (mark == null) {
      return Optional.empty();
    }
    raising.retainAll(mark.raising);
    return taken.stream().skip(mark.taken).map(GatherEvents::describe).findFirst();
  }

  private static String describe(Taken each) {
    return "%s was raised on stream %s"
        .formatted(each.event.event().getClass().getSimpleName(), each.source.stream());
  }

  private Set<EventSource> aggregates() {
    Set<EventSource> all = new LinkedHashSet<>(raising);
    all.addAll(enlisted.keySet());
    return all;
  }

  /**
   * The aggregates with events that neither this unit of work stores nor another one has stored.
   */
  List<EventSource> unsaved() {
    return aggregates().stream()
        .filter(EventSource::hasPendingEvents)
        .filter(each -> enlisted.containsKey(each) || !each.wasEnlisted())
        .toList();
  }

  /** Returns the exception to throw when the log refuses the events of a stream. */
  RuntimeException refused(ConcurrentAggregateChangeException conflict) {
    return taken.stream()
        .map(Taken::source)
        .filter(source -> source.stream().equals(conflict.stream()))
        .findFirst()
        .map(source -> source.refused(conflict))
        .orElse(conflict);
  }

  /**
   * Makes the events pending again where they were raised, because nothing was stored: the
   * application may give a detached aggregate to another transaction.
   */
  void putBack() {
    IdentityHashMap<EventSource, List<RaisedEvent>> bySource = new IdentityHashMap<>();
    taken.forEach(
        each -> bySource.computeIfAbsent(each.source, none -> new ArrayList<>()).add(each.event));
    bySource.forEach(EventSource::putBack);
    moves.forEach(Runnable::run);
  }
}
