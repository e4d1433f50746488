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

/**
 * What this node remembers of event-sourced aggregates that were used lately, so that a command
 * need not read their events. It holds what was committed, and grows with this node's commits; what
 * other nodes commit it does not learn. Whoever takes something from it either reads on from there,
 * or has the unit of work prove it before the commit; so an entry that is behind costs a conflict
 * and a reload, and never a wrong decision. Safe for use by several threads.
 */
public final class AggregateCache implements CommitListener, SubjectTraces {
  private final int maxEvents;
  private final Cache<StreamName, Past> pasts;
  private final AtomicLong clearings = new AtomicLong();

  /**
   * @param maxEvents how many events it may hold, of all aggregates together; 0 for no cache
   * @param expireAfter how long after it was read from the database an aggregate is forgotten,
   *     however much it is used: so nothing that another node has made unreadable stays for longer
   */
  public AggregateCache(int maxEvents, Duration expireAfter) {
    this.maxEvents = maxEvents;
    this.pasts =
        Caffeine.newBuilder()
            .maximumWeight(maxEvents)
            .weigher((StreamName stream, Past past) -> past.weight())
            .expireAfter(Expiry.creating((StreamName stream, Past past) -> expireAfter))
            .executor(Runnable::run)
            .build();
  }

  /** The longest past that is worth a place: one aggregate must not drive out all others. */
  int mostOfOne() {
    return maxEvents / 10;
  }

  /** A new aggregate is not found before its first events are noted: others may be faster. */
  Optional<Past> find(StreamName stream) {
    return Optional.ofNullable(pasts.getIfPresent(stream)).filter(past -> past.version() > 0);
  }

  /** How often everything was forgotten: to be asked before something is read. */
  long clearings() {
    return clearings.get();
  }

  /** Takes what was read, unless everything was forgotten since. */
  void remember(StreamName stream, Past past, long clearingsBefore) {
    remember(stream, past);
    if (clearings.get() != clearingsBefore) {
      forget(stream);
    }
  }

  /** Takes what was read, unless it is older than what is known. Only what is committed. */
  void remember(StreamName stream, Past past) {
    if (past.events().size() <= mostOfOne()) {
      pasts
          .asMap()
          .merge(stream, past, (known, read) -> known.version() > read.version() ? known : read);
    }
  }

  /** Forgets an aggregate, which another node has changed. */
  void forget(StreamName stream) {
    pasts.invalidate(stream);
  }

  /** Forgets everything: after the log was changed by other means than commits. */
  public void clear() {
    clearings.incrementAndGet();
    pasts.invalidateAll();
  }

  /** What it remembers may hold personal data, so that nothing of it is kept. */
  @Override
  public void remove(String subject) {
    clear();
    UnitOfWork.required().afterCommit(this::clear);
  }

  @Override
  public void committed(List<NewMessage> messages) {
    for (NewMessage message : messages) {
      if (message.streamVersion() != null) {
        pasts.asMap().computeIfPresent(message.stream(), (stream, past) -> next(past, message));
      }
    }
  }

  /**
   * Null, to forget, if this is not the next event: then somebody else was faster. So it is with
   * personal data, which may have been stored without what was raised.
   */
  @SuppressWarnings("NullAway") // computeIfPresent takes null for removal
  private Past next(Past past, NewMessage message) {
    long version = message.streamVersion();
    if (version <= past.version()) {
      return past;
    }
    Object event = message.message().payload();
    boolean grows =
        version == past.version() + 1
            && message.kind() == MessageKind.EVENT
            && past.events().size() < mostOfOne()
            && !PersonalDataTypes.isCarrier(event.getClass());
    return grows ? past.plus(event) : null;
  }
}
