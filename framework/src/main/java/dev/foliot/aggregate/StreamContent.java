package dev.foliot.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a stream when it was read: an optional snapshot and the events after it. It is
 * immutable and may be shared. Each fold makes its own state, so two threads never share an
 * aggregate.
 *
 * @param snapshot the state to begin with; null for the initial state
 * @param events the events as objects of the current classes, in order
 * @param version the version of the last stored event
 */
record StreamContent(@Nullable Snapshot snapshot, List<Object> events, long version) {
  static final StreamContent NONE = new StreamContent(null, List.of(), 0);

  StreamContent {
    events = List.copyOf(events);
  }

  static StreamContent of(Snapshot snapshot) {
    return new StreamContent(snapshot, List.of(), snapshot.version());
  }

  /** With the stream's next event. */
  StreamContent plus(Object event) {
    List<Object> more = new ArrayList<>(events.size() + 1);
    more.addAll(events);
    more.add(OwnEvent.of(event)); // the code that raised it may still have it
    return new StreamContent(snapshot, more, version + 1);
  }

  /** Its approximate memory use, counted in events. */
  int weight() {
    return 1 + events.size() + (snapshot == null ? 0 : snapshot.state().length() / 200);
  }
}
