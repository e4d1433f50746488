package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one aggregate and its earlier states, also if the aggregate is closed or its events
 * are in the archive. It contains only stored events, no events of the current transaction.
 * Immutable. Safe for use by several threads.
 */
public final class AggregateHistory<A> {
  private static final int PAGE = 1_000;

  private final StreamName stream;
  private final EventStore store;
  private final @Nullable LoadAggregate<A> aggregates;

  /**
   * @param aggregates null if the aggregate's state is not made of its events
   */
  AggregateHistory(StreamName stream, EventStore store, @Nullable LoadAggregate<A> aggregates) {
    this.stream = stream;
    this.store = store;
    this.aggregates = aggregates;
  }

  /**
   * Returns the events in order, read by the current upcasters; none if there is no such aggregate.
   * The stream reads page by page.
   */
  public Stream<HistoryEntry> entries() {
    return Stream.iterate(
            page(1, PAGE),
            page -> !page.isEmpty(),
            page ->
                page.size() < PAGE ? List.of() : page(page.get(PAGE - 1).streamVersion() + 1, PAGE))
        .flatMap(List::stream)
        .flatMap(AggregateHistory::today);
  }

  /**
   * Returns some of the events in order.
   *
   * @param fromVersion the first version to read; versions start at 1
   * @param limit the maximum number of versions to read, from 1 to 10,000
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public List<HistoryEntry> entries(long fromVersion, int limit) {
    return page(fromVersion, Given.limit(limit)).stream().flatMap(AggregateHistory::today).toList();
  }

  private List<RecordedMessage> page(long fromVersion, int limit) {
    return store.readStreamWithArchive(stream, fromVersion, Long.MAX_VALUE, limit);
  }

  /** The events in their current form. An unreadable event is listed, and fails when it is used. */
  private static Stream<HistoryEntry> today(RecordedMessage stored) {
    try {
      return stored.parts().stream().map(HistoryEntry::new);
    } catch (Throwable unreadable) {
      return Stream.of(new HistoryEntry(stored));
    }
  }

  /**
   * Returns the event-sourced aggregate at an earlier version. Changing or saving it throws {@link
   * PastAggregateException}.
   *
   * @param version the number of its events, from 1
   * @throws AggregateNotFoundException if the version is below 1, or the aggregate has no events
   * @throws NoSuchVersionException if the aggregate has not reached that version
   * @throws IllegalStateException if it is state-stored
   */
  public A at(long version) {
    if (version < 1) {
      throw before("at version " + version);
    }
    LoadedAggregate<A> loaded = load(version, event -> true);
    if (loaded.version() == version) {
      return loaded.state();
    }
    long current = store.currentVersion(stream);
    if (current == 0) {
      throw new AggregateNotFoundException(stream.category(), stream.id());
    }
    throw new NoSuchVersionException(stream.category(), stream.id(), version, current);
  }

  /**
   * Returns the event-sourced aggregate as it was at an instant: without the first event that
   * occurred later, and without the events after that one. Changing or saving it throws {@link
   * PastAggregateException}.
   *
   * @throws AggregateNotFoundException if it had no event then
   * @throws IllegalStateException if it is state-stored
   */
  public A asOf(Instant instant) {
    Given.value(instant, "history.asOf", "an instant");
    LoadedAggregate<A> loaded =
        load(Long.MAX_VALUE, event -> !event.metadata().occurredAt().isAfter(instant));
    if (loaded.version() == 0) {
      throw before("as of " + instant);
    }
    return loaded.state();
  }

  private LoadedAggregate<A> load(long toVersion, Predicate<RecordedMessage> until) {
    if (aggregates == null) {
      throw new IllegalStateException(
          "The state of %s is its row, so earlier states are not stored. Read its events with entries(), or make it an EventSourcedAggregate."
              .formatted(stream));
    }
    return aggregates.loadPast(stream, toVersion, until);
  }

  private AggregateNotFoundException before(String past) {
    return AggregateNotFoundException.before(stream.category(), stream.id(), past);
  }
}
