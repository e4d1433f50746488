package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import java.util.List;

/** Makes the state of aggregates from their stored events, page by page (R21). */
final class LoadAggregate<S> {
  private static final int PAGE = 1_000;

  private final Folding<S> folding;
  private final EventStore store;

  LoadAggregate(Folding<S> folding, EventStore store) {
    this.folding = folding;
    this.store = store;
  }

  StreamName stream(String id) {
    return new StreamName(folding.category(), id);
  }

  /** The newest state. */
  Loaded<S> load(StreamName stream) {
    return load(stream, Long.MAX_VALUE, folding.initial());
  }

  /**
   * The state after the event with that version, or the newest one if there are not so many.
   *
   * @param initial a state before the first event, which may become the result
   */
  Loaded<S> load(StreamName stream, long toVersion, S initial) {
    Fold<S> fold = new Fold<>(folding, initial);
    long from = 1;
    List<RecordedMessage> page;
    do {
      page = store.readStream(stream, from, toVersion, PAGE);
      page.forEach(fold::add);
      from = fold.version() + 1;
    } while (page.size() == PAGE);
    return fold.loaded();
  }
}
