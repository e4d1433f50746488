package dev.foliot.command;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageType;
import java.util.ArrayList;
import java.util.List;

/**
 * The returned events of a handler, as JSON with the type of each event: the declared type of a
 * decider's events is an interface.
 */
final class ResultingEvents {
  private static final String NAME = "foliotEvents";

  private final MessageJson json;

  ResultingEvents(MessageJson json) {
    this.json = json;
  }

  private record Event(String type, int version, String json) {}

  private record Events(List<Event> foliotEvents) {}

  /** Whether a result is a list of events only. */
  boolean areIn(Object result) {
    return result instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(this::isEvent);
  }

  private boolean isEvent(Object element) {
    return element != null
        && json.typeOf(element).filter(type -> type.kind() == MessageKind.EVENT).isPresent();
  }

  /** Events as stored, with their personal data sealed. */
  String write(List<?> events) {
    List<String> payloads = json.writePayloads(events);
    List<Event> written = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      MessageType type = json.typeOf(events.get(i)).orElseThrow();
      written.add(new Event(type.name(), type.version(), payloads.get(i)));
    }
    return json.write(new Events(written));
  }

  /** Whether a stored result was written by this class. */
  boolean are(String stored) {
    return stored.startsWith("{\"" + NAME + "\":");
  }

  /**
   * The events of a stored result.
   *
   * @throws IllegalStateException if the type of an event has changed
   */
  List<Object> read(String stored) {
    return json.read(stored, Events.class).foliotEvents().stream().map(this::read).toList();
  }

  private Object read(Event event) {
    return json.readUnchanged(MessageKind.EVENT, event.type(), event.version(), event.json())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The stored result of a command has event %s version %s, which has changed since. Read the events from the log."
                        .formatted(event.type(), event.version())));
  }
}
