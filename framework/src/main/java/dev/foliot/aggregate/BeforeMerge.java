package dev.foliot.aggregate;

import jakarta.persistence.PersistenceUnitUtil;
import java.lang.ref.WeakReference;
import java.util.Collections;
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

  private final Map<Session, InProgress> inProgress =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * A merge that has not ended. Hibernate shows its copies only to a cascade. Before a cascade,
   * there is one copy.
   *
   * @param first the only original; null in a cascade
   * @param copies the originals and their copies. A merge that fails does not end, and they refer
   *     to its session
   */
  private record InProgress(@Nullable Object first, WeakReference<@Nullable MergeContext> copies) {
    @Nullable Object originalOf(Object copy) {
      MergeContext known = copies.get();
      return known == null ? first : known.invertMap().get(copy);
    }
  }

  @Override
  public void onMerge(MergeEvent event) {
    inProgress.put(
        event.getSession(), new InProgress(event.getOriginal(), new WeakReference<>(null)));
    remember(event);
  }

  @Override
  public void onMerge(MergeEvent event, MergeContext copiedAlready) {
    inProgress.put(event.getSession(), new InProgress(null, new WeakReference<>(copiedAlready)));
    remember(event);
  }

  private void remember(MergeEvent event) {
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

  /** The merge is done with its cascade, and the events have moved. */
  void ended(MergeEvent event) {
    inProgress.remove(event.getSession());
  }

  /**
   * The copy of an aggregate that has its raised events, while its row is inserted. An insert that
   * makes an id runs within the merge, before the events move from the detached copy. Before it,
   * Hibernate inserts all new rows, also those of owners whose merge has not ended.
   */
  StateStoredAggregate withEvents(
      StateStoredAggregate inserted, SharedSessionContractImplementor session) {
    InProgress merge = inProgress.get(session);
    if (merge == null || inserted.pending().hasPendingEvents()) {
      return inserted;
    }
    return merge.originalOf(inserted) instanceof StateStoredAggregate detached
            && detached.getClass() == inserted.getClass()
        ? detached
        : inserted;
  }

  /** The last aggregate that the session began to merge, if it has this id. */
  Optional<StateStoredAggregate> last(Session session, Object id) {
    PersistenceUnitUtil entities = session.getSessionFactory().getPersistenceUnitUtil();
    return Optional.ofNullable(merging.get(session))
        .filter(aggregate -> id.equals(entities.getIdentifier(aggregate)));
  }
}
