package dev.foliot.aggregate;

import jakarta.persistence.PersistenceUnitUtil;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the detached aggregate that a session merges. If Hibernate refuses it as stale, the
 * exception has the stored version. Only the detached aggregate has the expected version. A
 * read-only transaction refuses its events.
 */
final class BeforeMerge implements MergeEventListener {
  private final Map<Session, StateStoredAggregate> merging =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** What each session merges now: a cascade lies on top of its owner. */
  private final Map<Session, Deque<Object>> inProgress =
      Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public void onMerge(MergeEvent event) {
    inProgress.remove(event.getSession()); // left by a merge that failed
    remember(event);
  }

  @Override
  public void onMerge(MergeEvent event, MergeContext copiedAlready) {
    remember(event);
  }

  private void remember(MergeEvent event) {
    inProgress
        .computeIfAbsent(event.getSession(), each -> new ArrayDeque<>())
        .push(event.getOriginal());
    StateStoredAggregate aggregate = original(event);
    if (aggregate != null) {
      aggregate.pending().refuseIfReadOnly();
      merging.put(event.getSession(), aggregate);
    }
  }

  /**
   * The aggregate that is merged; null for another entity, and for a reference that is not loaded.
   * Such a reference has raised nothing. Hibernate does not load it either: its session may be
   * closed.
   */
  static @Nullable StateStoredAggregate original(MergeEvent event) {
    Object original = event.getOriginal();
    return Hibernate.isInitialized(original)
            && Hibernate.unproxy(original) instanceof StateStoredAggregate aggregate
        ? aggregate
        : null;
  }

  /** The merge is done, and its events have moved. */
  void ended(MergeEvent event) {
    Deque<Object> merges = inProgress.get(event.getSession());
    if (merges != null) {
      merges.poll();
    }
  }

  /**
   * The copy of an aggregate that has its raised events, while its row is inserted. An insert that
   * makes an id runs within the merge, before the events move from the detached copy. Before it,
   * Hibernate inserts all new rows, also those of owners whose merge has not ended.
   */
  StateStoredAggregate withEvents(
      StateStoredAggregate inserted, SharedSessionContractImplementor session) {
    Deque<Object> merges = inProgress.get(session);
    if (merges == null || inserted.pending().hasPendingEvents()) {
      return inserted;
    }
    return merges.stream()
        .filter(each -> each.getClass() == inserted.getClass())
        .map(StateStoredAggregate.class::cast)
        .filter(each -> each.eventCount() == inserted.eventCount())
        .findFirst()
        .orElse(inserted);
  }

  /** The last aggregate that the session began to merge, if it has this id. */
  Optional<StateStoredAggregate> last(Session session, Object id) {
    PersistenceUnitUtil entities = session.getSessionFactory().getPersistenceUnitUtil();
    return Optional.ofNullable(merging.get(session))
        .filter(aggregate -> id.equals(entities.getIdentifier(aggregate)));
  }
}
