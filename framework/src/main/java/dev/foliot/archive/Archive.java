package dev.foliot.archive;

import dev.foliot.engine.UndeliveredEvents;
import dev.foliot.eventstore.LogArchive;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Moves the events of closed aggregates to the archive table. Foliot does not run it by itself:
 * call it from a scheduled job. Each transaction moves up to 500 events. A crash between two
 * transactions neither loses nor duplicates events, and the next run continues. Events that a
 * subscription has not handled stay in the log. Archived events are read by {@code historyOf} and
 * {@code trace}; a subscription that is registered later does not see them. Safe for use by several
 * threads and nodes at once.
 */
public final class Archive {
  private static final int STREAMS = 100;
  private static final int EVENTS = 500;

  private final LogArchive log;
  private final UndeliveredEvents undelivered;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration retention;

  /**
   * Made by the auto-configuration.
   *
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public Archive(
      LogArchive log,
      UndeliveredEvents undelivered,
      Transactions transactions,
      InstantSource clock,
      Duration retention) {
    this.log = log;
    this.undelivered = undelivered;
    this.transactions = transactions;
    this.clock = clock;
    this.retention = retention;
  }

  /** Archives aggregates that were closed longer ago than {@code foliot.archive.retention}. */
  public ArchiveReport run() {
    return closedBefore(clock.instant().minus(retention));
  }

  /** Archives aggregates that were closed before the instant. */
  public ArchiveReport closedBefore(Instant instant) {
    Given.value(instant, "archive.closedBefore", "an instant");
    int streams = 0;
    long events = 0;
    Map<String, Integer> waiting = new TreeMap<>();
    long position = 0;
    List<RecordedMessage> tombstones;
    do {
      tombstones = log.closedBefore(instant, position, STREAMS);
      for (RecordedMessage tombstone : tombstones) {
        position = tombstone.position();
        StreamName stream = new StreamName(tombstone.category(), tombstone.streamId());
        Optional<String> neededBy = undelivered.neededBy(stream, Long.MAX_VALUE);
        neededBy.ifPresent(name -> waiting.merge(name, 1, Integer::sum));
        long moved = neededBy.isPresent() ? 0 : move(stream);
        streams += moved > 0 ? 1 : 0;
        events += moved;
      }
    } while (tombstones.size() == STREAMS);
    return new ArchiveReport(streams, events, waiting);
  }

  private long move(StreamName stream) {
    long moved = 0;
    int more;
    do {
      more = transactions.inNew(() -> moveSome(stream));
      moved += more;
    } while (more > 0);
    return moved;
  }

  /** Checks the subscriptions again: a new one may need the remaining events. */
  private int moveSome(StreamName stream) {
    OptionalLong last = log.lastOfFirst(stream, EVENTS);
    return last.isEmpty() || undelivered.neededBy(stream, last.getAsLong()).isPresent()
        ? 0
        : log.move(stream, last.getAsLong());
  }
}
