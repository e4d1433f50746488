package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogArchive;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.LogPage;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of a subscription once more, from both lanes in the order of the log. Messages
 * that were delivered synchronously are included, and archived messages on request. One thread at a
 * time.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ReplayReads {
  private static final int MAX_TYPES = 16;
  private static final int PAGES = 20;
  private static final long PAGE_BYTES = 8 * 1024 * 1024;

  private final Subscription subscription;
  private final EventStore log;
  private final @Nullable LogArchive archive;
  private final Set<String> wanted;
  private final boolean areFew;
  private final long knownUpTo;

  /**
   * @param archive null if archived events are not handled
   */
  public ReplayReads(Subscription subscription, EventStore log, @Nullable LogArchive archive) {
    this.subscription = subscription;
    this.log = log;
    this.archive = archive;
    this.knownUpTo = log.settledHead(); // before the types: all types up to there are known
    Set<String> stored = log.types();
    this.wanted =
        stored.stream()
            .filter(type -> !subscription.unwantedTypes().contains(type))
            .collect(Collectors.toUnmodifiableSet());
    this.areFew = wanted.size() <= MAX_TYPES && wanted.size() * 2 <= stored.size();
  }

  /**
   * The next messages of a segment; perhaps none, if many messages were skipped.
   *
   * @param segments how many segments there are
   * @param upTo a position that is settled
   * @param most the maximum number of messages
   */
  public ReplayBatch next(int segment, int segments, long after, long upTo, int most) {
    return next(new Part(segment, segments), after, upTo, most, log::readPage);
  }

  /** As {@link #next}, of the messages that the current transaction sees. */
  public ReplayBatch nextVisible(int segment, int segments, long after, long upTo, int most) {
    return next(new Part(segment, segments), after, upTo, most, log::readVisiblePage);
  }

  private record Part(int segment, int segments) {}

  private ReplayBatch next(
      Part part, long after, long upTo, int most, BiFunction<LogFilter, Long, LogPage> log) {
    List<RecordedMessage> found = new ArrayList<>();
    long through = after;
    for (int pages = 0; pages < PAGES && through < upTo; pages++) {
      LogPage page = page(log, through, upTo, most);
      for (RecordedMessage message : page.messages()) {
        if (isOf(part, message)) {
          found.add(message);
          if (found.size() == most) {
            return new ReplayBatch(part.segment(), found, message.position());
          }
        }
      }
      through = page.through();
      if (!found.isEmpty() && isMuch(found)) {
        break;
      }
    }
    return new ReplayBatch(part.segment(), found, through);
  }

  private static boolean isMuch(List<RecordedMessage> found) {
    return found.stream().mapToLong(each -> each.json().length()).sum() >= PAGE_BYTES;
  }

  private boolean isOf(Part part, RecordedMessage message) {
    return subscription.wants(message, Long.MAX_VALUE)
        && (part.segments() == 1
            || Subscription.segmentOf(subscription.keyOf(message), part.segments())
                == part.segment());
  }

  private LogPage page(BiFunction<LogFilter, Long, LogPage> log, long after, long upTo, int limit) {
    LogPage page = log.apply(filter(after, upTo, limit), PAGE_BYTES);
    return archive == null ? page : withArchive(page, archive, after, limit);
  }

  /** Selects the wanted types if they are few, and if all types of the log are known. */
  private LogFilter filter(long after, long upTo, int limit) {
    if (areFew && after < knownUpTo) {
      return LogFilter.between(after, Math.min(upTo, knownUpTo), limit)
          .kinds(subscription.kinds())
          .types(wanted);
    }
    return LogFilter.between(after, upTo, limit)
        .kinds(subscription.kinds())
        .excludedTypes(subscription.unwantedTypes());
  }

  /** The archive is read after the log: an event that is moved meanwhile is found in both. */
  private LogPage withArchive(LogPage page, LogArchive events, long after, int limit) {
    List<RecordedMessage> archived =
        events.between(after, page.through(), subscription.unwantedTypes(), limit);
    long through = archived.size() < limit ? page.through() : archived.get(limit - 1).position();
    var merged = new TreeMap<Long, RecordedMessage>();
    page.messages().stream()
        .filter(each -> each.position() <= through)
        .forEach(each -> merged.put(each.position(), each));
    archived.forEach(each -> merged.put(each.position(), each));
    return new LogPage(List.copyOf(merged.values()), through);
  }
}
