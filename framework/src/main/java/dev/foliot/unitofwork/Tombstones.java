package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tombstones of the streams that a unit of work closes, one for each stream. */
final class Tombstones {
  private final Map<StreamName, NewMessage> byStream = new LinkedHashMap<>();
  private final IdentityHashMap<Object, Integer> savepoints = new IdentityHashMap<>();

  void add(NewMessage tombstone) {
    byStream.put(tombstone.stream(), tombstone);
  }

  /** Sets apart what was closed before a nested transaction. */
  void mark(Object nested) {
    savepoints.put(nested, byStream.size());
  }

  /** What would be closed although its nested transaction was rolled back, if there is anything. */
  Optional<String> undone(Object nested) {
    Integer before = savepoints.remove(nested);
    return before == null
        ? Optional.empty()
        : byStream.keySet().stream()
            .skip(before)
            .map("stream %s was closed"::formatted)
            .findFirst();
  }

  boolean isEmpty() {
    return byStream.isEmpty();
  }

  /** With the versions that follow the events which the unit of work raised on these streams. */
  List<NewMessage> after(List<NewMessage> raised) {
    Map<StreamName, Long> lastVersions = new HashMap<>();
    raised.forEach(each -> lastVersions.put(each.stream(), each.streamVersion()));
    return byStream.values().stream()
        .map(each -> each.after(lastVersions.get(each.stream())))
        .toList();
  }
}
