package dev.foliot.aggregate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.MessageKind;
import dev.foliot.personaldata.PersonalDataTypes;
import dev.foliot.personaldata.SubjectTraces;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * The recently used event-sourced aggregates of this node. A command on one of them reads no
 * events. The cache has only committed events. Commits of this node update it, commits of other
 * nodes do not. A reader of an entry either reads the newer events, too, or lets the unit of work
 * check the version before the commit. So an outdated entry causes a conflict and a reload, but
 * never a wrong decision. Safe for use by several threads.
 */
public final class AggregateCache implements CommitListener, SubjectTraces {
  /**
   * One aggregate.
   *
   * @param changing whether a unit of work of this node is committing more events. Meanwhile the
   *     entry is not found, because the database may already be ahead of it
   */
  private record Remembered(StreamContent past, boolean changing) {
    boolean isNewerThan(Remembered read) {
      long ahead = past.version() - read.past.version();
      return ahead > 0 || (ahead == 0 && changing);
    }
  }

  private final int maxEvents;
  private final Cache<StreamName, Remembered> aggregates;
  private final AtomicLong clearings = new AtomicLong();

  /**
   * @param maxEvents the maximum number of events of all aggregates together; 0 for no cache
   * @param expireAfter an aggregate is forgotten this time after its read from the database, even
   *     if it is used. So data that another node has made unreadable does not stay longer
   */
  public AggregateCache(int maxEvents, Duration expireAfter) {
    this.maxEvents = maxEvents;
    this.aggregates =
        Caffeine.newBuilder()
            .maximumWeight(maxEvents)
            .weigher((StreamName stream, Remembered each) -> each.past.weight())
            .expireAfter(Expiry.creating((StreamName stream, Remembered each) -> expireAfter))
            .executor(Runnable::run)
            .build();
  }

  /** The maximum number of events of one aggregate, so that it does not displace all others. */
  int mostOfOne() {
    return maxEvents / 10;
  }

  Optional<StreamContent> find(StreamName stream) {
    return Optional.ofNullable(aggregates.getIfPresent(stream))
        .filter(each -> !each.changing)
        .map(Remembered::past);
  }

  /** The number of clearings so far. Read it before a read from the database. */
  long clearings() {
    return clearings.get();
  }

  /** Stores the events that were read, unless the cache was cleared since. */
  void remember(StreamName stream, StreamContent past, boolean changing, long clearingsBefore) {
    remember(stream, past, changing);
    if (clearings.get() != clearingsBefore) {
      forget(stream);
    }
  }

  /**
   * Stores committed events, unless the cache has newer ones.
   *
   * @param changing whether more events were committed, which {@link #committed} will add
   */
  void remember(StreamName stream, StreamContent past, boolean changing) {
    if (past.events().size() <= mostOfOne()) {
      aggregates
          .asMap()
          .merge(
              stream,
              new Remembered(past, changing),
              (known, read) -> known.isNewerThan(read) ? known : read);
    }
  }

  /** Called before a commit. If the commit fails, the aggregate is read again. */
  void changing(StreamName stream) {
    aggregates.asMap().computeIfPresent(stream, (same, known) -> new Remembered(known.past, true));
  }

  /** Forgets an aggregate, which another node has changed. */
  void forget(StreamName stream) {
    aggregates.invalidate(stream);
  }

  /** Forgets everything, after the log was changed by other means than commits. */
  public void clear() {
    clearings.incrementAndGet();
    aggregates.invalidateAll();
  }

  /**
   * Clears the cache, because its entries may hold personal data.
   *
   * @hidden
   */
  @Override
  @API(status = API.Status.INTERNAL)
  public void remove(String subject) {
    clear();
    UnitOfWork.required().afterCommit(this::clear);
  }

  @Override
  public void committed(List<NewMessage> messages) {
    if (maxEvents == 0) {
      return;
    }
    messages.stream()
        .filter(message -> message.streamVersion() != null)
        .collect(Collectors.groupingBy(NewMessage::stream))
        .forEach(
            (stream, events) ->
                aggregates.asMap().computeIfPresent(stream, (same, known) -> next(known, events)));
  }

  /**
   * The entry with the next events. Null, to remove the entry, if an event in between is missing,
   * if the stream is closed or too long, or if an event may have personal data.
   */
  @SuppressWarnings("NullAway") // computeIfPresent takes null for removal
  private Remembered next(Remembered known, List<NewMessage> events) {
    StreamContent past = known.past;
    for (NewMessage each : events) {
      long version = each.streamVersion();
      if (version > past.version() + 1 || !isKept(each, past)) {
        return null;
      }
      past = version <= past.version() ? past : past.plus(each.message().payload());
    }
    return new Remembered(past, false);
  }

  private boolean isKept(NewMessage event, StreamContent past) {
    return event.kind() == MessageKind.EVENT
        && past.events().size() < mostOfOne()
        && !PersonalDataTypes.isCarrier(event.message().payload().getClass());
  }
}
