package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamEvent;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Makes the state of aggregates from the cache of this node, a snapshot, or stored events. */
final class LoadAggregate<S> {
  private static final int PAGE = 1_000;

  private final Folding<S> folding;
  private final EventStore store;
  private final AggregateCache cache;
  private final Transactions transactions;
  private final TakeSnapshot<S> snapshots;

  LoadAggregate(Folding<S> folding, EventStore store, AggregateCache cache, SnapshotParts parts) {
    this.folding = folding;
    this.store = store;
    this.cache = cache;
    this.transactions = parts.transactions();
    this.snapshots = new TakeSnapshot<>(folding, parts);
  }

  StreamName stream(String id) {
    return new StreamName(
        folding.category(),
        Given.text(id, "The repository of " + folding.category(), "the id of an aggregate"));
  }

  /**
   * The newest state. If this thread has a unit of work, the aggregate becomes a part of it.
   *
   * @throws dev.foliot.eventstore.AggregateClosedException if the stream is closed
   */
  LoadedAggregate<S> load(StreamName stream) {
    Optional<UnitOfWork> unit = transactions.current();
    long clearings = cache.clearings();
    Optional<StreamContent> remembered = cache.find(stream);
    // 1. From the cache, without a read, if the unit of work checks the version in time.
    if (remembered.isPresent() && unit.filter(UnitOfWork::provesAssumptions).isPresent()) {
      StreamContent past = remembered.get();
      unit.get().assume(new RememberedVersion(stream, past.version(), store, cache));
      return fold(past, folding.initial()).loaded();
    }
    // 2. Else read the events after the cached ones, or after the newest snapshot.
    StreamContent start =
        remembered
            .or(() -> snapshots.newest(stream).map(StreamContent::of))
            .orElse(StreamContent.NONE);
    LoadedAggregate<S> loaded = readOn(start, from -> store.loadOpenStream(stream, from, PAGE));
    // 3. Remember the events that were read, if they are certainly committed.
    unit.ifPresentOrElse(
        each -> each.afterCommit(() -> remember(stream, loaded, each.appendsTo(stream), clearings)),
        () -> remember(stream, loaded, false, clearings));
    return loaded;
  }

  /**
   * Whether the stream has an event.
   *
   * @throws dev.foliot.eventstore.AggregateClosedException if the stream is closed
   */
  boolean exists(StreamName stream) {
    boolean exists = store.currentVersion(stream) > 0;
    if (exists) {
      store.refuseClosed(stream);
    }
    return exists;
  }

  private LoadedAggregate<S> readOn(StreamContent start, LongFunction<List<StreamEvent>> pages) {
    Fold<S> fold = fold(start, folding.initial());
    addPages(fold, pages);
    return fold.loaded();
  }

  private Fold<S> fold(StreamContent start, S initial) {
    return new Fold<>(folding, start, initial, cache.mostOfOne());
  }

  /** A page that is not full is the last one. */
  private void addPages(Fold<S> fold, LongFunction<List<StreamEvent>> pages) {
    List<StreamEvent> page;
    do {
      page = pages.apply(fold.version() + 1);
      page.forEach(fold::add);
    } while (page.size() == PAGE);
  }

  private void remember(
      StreamName stream, LoadedAggregate<S> loaded, boolean changing, long clearings) {
    StreamContent past = loaded.past();
    if (past != null && loaded.version() > 0) {
      cache.remember(stream, past, changing, clearings);
    }
  }

  /** Makes the loaded state again from an initial state, which may be changed. */
  void replay(StreamName stream, LoadedAggregate<S> loaded, S initial) {
    Fold<S> fold = fold(loaded.start(), initial);
    if (fold.version() < loaded.version()) {
      addPages(fold, from -> events(store.readStream(stream, from, loaded.version(), PAGE)));
    }
  }

  /** The state of an earlier version, which must not be changed. Archived events are read, too. */
  LoadedAggregate<S> loadPast(StreamName stream, long toVersion, Predicate<RecordedMessage> until) {
    Fold<S> fold = fold(StreamContent.NONE, folding.initial());
    addPages(
        fold,
        from ->
            store.readStreamWithArchive(stream, from, toVersion, PAGE).stream()
                .takeWhile(until)
                .map(StreamEvent::of)
                .toList());
    return fold.loaded().asPast(folding);
  }

  private static List<StreamEvent> events(List<RecordedMessage> messages) {
    return messages.stream().map(StreamEvent::of).toList();
  }

  /**
   * Called for each aggregate of a unit of work. After the commit, a new aggregate is remembered,
   * and a due snapshot is taken.
   *
   * @param version the version at the commit
   */
  void afterCommit(
      UnitOfWork unit, StreamName stream, LoadedAggregate<S> loaded, LongSupplier version) {
    unit.lastly(
        () -> {
          if (unit.appendsTo(stream)) {
            cache.changing(stream);
          }
        });
    if (loaded.version() == 0) {
      unit.afterCommit(() -> cache.remember(stream, StreamContent.NONE, true));
    }
    unit.afterCommit(
        () ->
            snapshots.takeIfDue(
                stream, loaded.snapshotVersion(), version.getAsLong(), this::loadForSnapshot));
  }

  /** Closes a stream with the unit of work. */
  void close(UnitOfWork unit, String id, long version, String reason) {
    StreamName stream = stream(id);
    unit.close(stream, version, reason);
    unit.afterCommit(() -> cache.forget(stream));
  }

  /** Takes a snapshot now; false if there is no such aggregate. */
  boolean takeSnapshot(StreamName stream) {
    return snapshots.take(stream, this::loadForSnapshot);
  }

  /** Loads only from stored events. From now on the cache entry begins with the new snapshot. */
  private LoadedAggregate<S> loadForSnapshot(StreamName stream, Consumer<RecordedMessage> before) {
    cache.forget(stream);
    StreamContent start =
        snapshots.newest(stream).map(StreamContent::of).orElse(StreamContent.NONE);
    return readOn(
        start,
        from -> {
          List<RecordedMessage> page = store.readOpenStream(stream, from, PAGE);
          page.forEach(before);
          return events(page);
        });
  }
}
