package dev.foliot.aggregate;

import dev.foliot.eventstore.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state that grows while events are added to it, and remembers these events. */
final class Fold<S> {
  private final Folding<S> folding;
  private final @Nullable Snapshot snapshot;
  private final int mostToKeep;
  private final List<Object> events = new ArrayList<>();
  private boolean tooMany;
  private S state;
  private long version;

  /**
   * @param past the state and events to begin with
   * @param initial a state before the first event, which may be changed
   * @param mostToKeep the maximum number of remembered events
   */
  Fold(Folding<S> folding, StreamContent past, S initial, int mostToKeep) {
    this.folding = folding;
    this.snapshot = past.snapshot();
    this.mostToKeep = mostToKeep;
    this.state = snapshot == null ? initial : folding.restore(initial, snapshot.state());
    past.events().forEach(this::apply);
    this.version = past.version();
  }

  /** Adds the messages of one stored event, which counts as one version. */
  void add(StreamEvent stored) {
    stored.payloads().forEach(this::apply);
    version = stored.version();
  }

  private void apply(Object event) {
    if (!tooMany && events.size() < mostToKeep) {
      events.add(event);
      state = folding.apply(state, OwnEvent.of(event));
    } else {
      tooMany = true;
      events.clear();
      state = folding.apply(state, event);
    }
  }

  long version() {
    return version;
  }

  LoadedAggregate<S> loaded() {
    StreamContent past = tooMany ? null : new StreamContent(snapshot, events, version);
    return new LoadedAggregate<>(state, version, snapshot, past);
  }
}
