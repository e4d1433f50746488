package dev.foliot.aggregate;

import jakarta.persistence.PersistenceUnitUtil;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.hibernate.Hibernate;
import org.hibernate.Session;
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

  @Override
  public void onMerge(MergeEvent event) {
    remember(event);
  }

  @Override
  public void onMerge(MergeEvent event, MergeContext copiedAlready) {
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

  /** The last aggregate that the session began to merge, if it has this id. */
  Optional<StateStoredAggregate> last(Session session, Object id) {
    PersistenceUnitUtil entities = session.getSessionFactory().getPersistenceUnitUtil();
    return Optional.ofNullable(merging.get(session))
        .filter(aggregate -> id.equals(entities.getIdentifier(aggregate)));
  }
}
