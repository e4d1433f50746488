package dev.foliot.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * An aggregate that was computed from its stream.
 *
 * @param version the version of the last stored event; 0 if there is none
 * @param snapshot the snapshot that it began with; null if there was none
 * @param past the events to compute the state again; null if they are too many to keep
 */
record LoadedAggregate<S>(
    S state, long version, @Nullable Snapshot snapshot, @Nullable StreamContent past) {

  /** Returns the aggregate as a past one, which must not be changed. */
  LoadedAggregate<S> asPast(Folding<S> folding) {
    return new LoadedAggregate<>(folding.past(state, version), version, null, null);
  }

  /** An aggregate that was made or loaded before this unit of work, and is saved in it. */
  static <A extends EventSourcedAggregate> LoadedAggregate<A> earlier(A aggregate) {
    long stored = aggregate.version() - aggregate.pendingEvents().size();
    return new LoadedAggregate<>(aggregate, stored, null, null);
  }

  /** The version of the last snapshot; 0 if there is none. */
  long snapshotVersion() {
    return snapshot == null ? 0 : snapshot.version();
  }

  /** The content from which the state can be made again with the fewest reads. */
  StreamContent start() {
    if (past != null) {
      return past;
    }
    return snapshot == null ? StreamContent.NONE : StreamContent.of(snapshot);
  }
}
