package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The messages that one unit of work appends, beside the events that aggregates raised. */
final class AppendedMessages {
  private final List<Appended> all = new ArrayList<>();
  private final Map<StreamName, Long> lastVersions = new HashMap<>();
  private final IdentityHashMap<Object, Integer> savepoints = new IdentityHashMap<>();
  private int gathered;

  /** A message, with its place among all raised and appended messages. */
  private record Appended(long ordinal, NewMessage message) {}

  void add(NewMessage message) {
    all.add(new Appended(RaisedEvent.nextOrdinal(), message));
    noteVersion(message);
  }

  private void noteVersion(NewMessage message) {
    if (message.streamVersion() != null) {
      lastVersions.put(message.stream(), message.streamVersion());
    }
  }

  /** The last version that was appended to a stream; empty if there is none. */
  Optional<Long> lastVersion(StreamName stream) {
    return Optional.ofNullable(lastVersions.get(stream));
  }

  /**
   * Returns the messages since the last call, merged with the raised ones in their order.
   *
   * @param raised in the order of raising
   */
  List<NewMessage> nextWith(
      List<GatherEvents.Taken> raised, Function<GatherEvents.Taken, NewMessage> asMessage) {
    if (gathered == all.size()) {
      return raised.stream().map(asMessage).toList();
    }
    List<NewMessage> merged = new ArrayList<>();
    for (GatherEvents.Taken event : raised) {
      addUntil(event.event().ordinal(), merged);
      merged.add(asMessage.apply(event));
    }
    addUntil(Long.MAX_VALUE, merged);
    return merged;
  }

  private void addUntil(long ordinal, List<NewMessage> merged) {
    while (gathered < all.size() && all.get(gathered).ordinal < ordinal) {
      merged.add(all.get(gathered++).message);
    }
  }

  /** The payloads of all messages so far. */
  Stream<Object> payloads() {
    return all.stream().map(each -> each.message.message().payload());
  }

  /** Remembers the messages that were appended before a savepoint. */
  void mark(Object savepoint) {
    savepoints.put(savepoint, all.size());
  }

  /**
   * Removes the messages after a savepoint that was rolled back.
   *
   * @return the problem if it closed a stream, because the aggregate in memory stays closed
   */
  Optional<String> undo(Object savepoint) {
    int before = Math.min(savepoints.getOrDefault(savepoint, all.size()), all.size());
    List<Appended> undone = all.subList(before, all.size());
    Optional<String> closed =
        undone.stream()
            .map(Appended::message)
            .filter(Tombstones::isTombstone)
            .map(tombstone -> "stream %s was closed".formatted(tombstone.stream()))
            .findFirst();
    undone.clear();
    lastVersions.clear();
    all.forEach(each -> noteVersion(each.message));
    return closed;
  }
}
