package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tombstones of the streams that a unit of work closes, one for each stream. */
final class Tombstones {
  private final Map<StreamName, NewMessage> byStream = new LinkedHashMap<>();

  void add(NewMessage tombstone) {
    byStream.put(tombstone.stream(), tombstone);
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
