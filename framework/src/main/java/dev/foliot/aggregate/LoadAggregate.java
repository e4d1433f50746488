package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;

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

  /**
   * The newest state.
   *
   * @throws dev.foliot.eventstore.AggregateClosedException if the stream is closed
   */
  Loaded<S> load(StreamName stream) {
    return fold(folding.initial(), from -> store.readOpenStream(stream, from, PAGE));
  }

  /**
   * The state after the event with that version, or the newest one if there are not so many.
   *
   * @param initial a state before the first event, which may become the result
   */
  Loaded<S> load(StreamName stream, long toVersion, S initial) {
    return fold(initial, from -> store.readStream(stream, from, toVersion, PAGE));
  }

  /** The state as it was, from the archive too, for nobody to change. */
  Loaded<S> loadPast(StreamName stream, long toVersion, Predicate<RecordedMessage> until) {
    Loaded<S> loaded =
        fold(
            folding.initial(),
            from ->
                store.readStreamWithArchive(stream, from, toVersion, PAGE).stream()
                    .takeWhile(until)
                    .toList());
    return new Loaded<>(folding.past(loaded.state(), loaded.version()), loaded.version());
  }

  /** A page that is not full is the last one. */
  private Loaded<S> fold(S initial, LongFunction<List<RecordedMessage>> pages) {
    Fold<S> fold = new Fold<>(folding, initial);
    List<RecordedMessage> page;
    do {
      page = pages.apply(fold.version() + 1);
      page.forEach(fold::add);
    } while (page.size() == PAGE);
    return fold.loaded();
  }
}
