package dev.foliot.aggregate;

import dev.foliot.message.RecordedMessage;

/** A state that grows while stored events are added to it. */
final class Fold<S> {
  private final Folding<S> folding;
  private S state;
  private long version;

  Fold(Folding<S> folding, S initial) {
    this.folding = folding;
    this.state = initial;
  }

  /** However many messages a stored event is read as today, it counts as one version. */
  void add(RecordedMessage stored) {
    for (RecordedMessage today : stored.parts()) {
      state = folding.apply(state, today.payload());
    }
    version = stored.streamVersion();
  }

  long version() {
    return version;
  }

  Loaded<S> loaded() {
    return new Loaded<>(state, version);
  }
}
