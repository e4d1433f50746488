package dev.foliot.unitofwork;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.MessageKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders the tombstones of a unit of work: each is the last message of its stream. */
final class Tombstones {
  private Tombstones() {}

  /**
   * The same messages, with the tombstones at the end. A stream has one tombstone, the newest. Its
   * version follows everything else that the unit of work appends to the stream.
   */
  static List<NewMessage> last(List<NewMessage> messages) {
    if (messages.stream().noneMatch(Tombstones::isTombstone)) {
      return messages;
    }
    Map<StreamName, NewMessage> tombstones = new LinkedHashMap<>();
    Map<StreamName, Long> lastVersions = new HashMap<>();
    List<NewMessage> ordered = new ArrayList<>();
    for (NewMessage each : messages) {
      if (isTombstone(each)) {
        tombstones.put(each.stream(), each);
      } else {
        ordered.add(each);
        if (each.streamVersion() != null) {
          lastVersions.put(each.stream(), each.streamVersion());
        }
      }
    }
    tombstones.forEach((stream, each) -> ordered.add(each.after(lastVersions.get(stream))));
    return ordered;
  }

  static boolean isTombstone(NewMessage message) {
    return message.kind() == MessageKind.TOMBSTONE;
  }
}
