package dev.foliot.aggregate;

import dev.foliot.unitofwork.Enlistment;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import org.hibernate.engine.internal.ManagedTypeHelper;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.AbstractPostDatabaseOperationEvent;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.FlushEntityEvent;
import org.hibernate.event.spi.FlushEntityEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PostUpsertEventListener;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Enlists a state-stored aggregate each time its row is written, with the event count that was
 * written (R3). JPA's callbacks come too early: a query lets Hibernate call them for all changed
 * entities, but write only those that the query concerns. The others can still be cleared,
 * refreshed or detached.
 */
final class WrittenRows
    implements PostInsertEventListener,
        PostUpdateEventListener,
        PostUpsertEventListener,
        PostDeleteEventListener,
        FlushEntityEventListener {
  private static final long serialVersionUID = 1;
  private static final String EVENT_COUNT = "eventCount";

  private final transient JpaAggregates owner;
  private final transient Predicate<SharedSessionContractImplementor> inTransaction;
  private final transient BeforeMerge merges;

  /**
   * @param owner the owner of the units of work that the rows belong to
   * @param inTransaction whether a session writes in the transaction of this thread
   */
  WrittenRows(
      JpaAggregates owner,
      Predicate<SharedSessionContractImplementor> inTransaction,
      BeforeMerge merges) {
    this.owner = owner;
    this.inTransaction = inTransaction;
    this.merges = merges;
  }

  void listenTo(EventListenerRegistry listeners) {
    listeners.prependListeners(EventType.FLUSH_ENTITY, this);
    listeners.appendListeners(EventType.POST_INSERT, this);
    listeners.appendListeners(EventType.POST_UPDATE, this);
    listeners.appendListeners(EventType.POST_UPSERT, this);
    listeners.appendListeners(EventType.POST_DELETE, this);
  }

  /** An enhanced entity does not notice that a field of its unenhanced superclass has changed. */
  @Override
  public void onFlushEntity(FlushEntityEvent event) {
    if (event.getEntity() instanceof StateStoredAggregate aggregate
        && ManagedTypeHelper.isSelfDirtinessTracker(aggregate)) {
      Object[] loaded = event.getEntityEntry().getLoadedState();
      EntityPersister persister = event.getEntityEntry().getPersister();
      if (loaded != null && count(loaded, persister) != aggregate.eventCount()) {
        ManagedTypeHelper.asSelfDirtinessTracker(aggregate).$$_hibernate_trackChange(EVENT_COUNT);
      }
    }
  }

  @Override
  public void onPostInsert(PostInsertEvent event) {
    if (event.getEntity() instanceof StateStoredAggregate aggregate) {
      PendingEvents raised = merges.withEvents(aggregate, event.getSession()).pending();
      long count = count(event.getState(), event.getPersister());
      raised.refuseIfLost(0, count);
      written(event, aggregate, count, raised);
    }
  }

  @Override
  public void onPostUpdate(PostUpdateEvent event) {
    if (event.getEntity() instanceof StateStoredAggregate aggregate) {
      Object[] before = event.getOldState();
      if (before != null) { // null in a stateless session
        keepFormerId(aggregate, event, before);
        EntityPersister persister = event.getPersister();
        aggregate
            .pending()
            .refuseIfLost(count(before, persister), count(event.getState(), persister));
      }
    }
    written(event, event.getState());
  }

  /** Hibernate keeps the {@code @Id} as it is, but id() may depend on changed fields. */
  private static void keepFormerId(
      StateStoredAggregate aggregate, PostUpdateEvent event, Object[] before) {
    if (!String.valueOf(event.getId()).equals(aggregate.pending().idIfKnown())) {
      EntityPersister persister = event.getPersister();
      Object former = persister.instantiate(event.getId(), event.getSession());
      persister.setValues(former, before);
      aggregate.pending().keepId(((StateStoredAggregate) former).pending().idIfKnown());
    }
  }

  @Override
  public void onPostUpsert(PostUpsertEvent event) {
    written(event, event.getState());
  }

  /**
   * After the delete, no row is left that later events could differ from. A soft delete keeps the
   * row with its former count.
   */
  @Override
  public void onPostDelete(PostDeleteEvent event) {
    if (event.getEntity() instanceof StateStoredAggregate aggregate
        && keepsRow(event.getPersister())) {
      Object[] row = event.getDeletedState(); // null in a stateless session
      long count = row == null ? aggregate.storedEventCount() : count(row, event.getPersister());
      aggregate.pending().refuseIfAfter(count);
      written(event, count);
    } else {
      written(event, Long.MAX_VALUE);
    }
  }

  private static boolean keepsRow(EntityPersister persister) {
    String sql = persister.getIdentifierTableMapping().getDeleteCustomSql();
    return persister.getSoftDeleteMapping() != null
        || (sql != null && sql.strip().toLowerCase(Locale.ROOT).startsWith("update"));
  }

  private void written(AbstractPostDatabaseOperationEvent event, Object[] state) {
    if (event.getEntity() instanceof StateStoredAggregate) {
      written(event, count(state, event.getPersister()));
    }
  }

  private void written(AbstractPostDatabaseOperationEvent event, long count) {
    if (event.getEntity() instanceof StateStoredAggregate aggregate) {
      written(event, aggregate, count, aggregate.pending());
    }
  }

  /**
   * @param raised the events of the aggregate, perhaps still those of the copy that is merged
   */
  private void written(
      AbstractPostDatabaseOperationEvent event,
      StateStoredAggregate aggregate,
      long count,
      PendingEvents raised) {
    raised.refuseIfReadOnly();
    Enlistment unit = Enlistment.current();
    if (unit != null && unit.writesThrough(owner) && inTransaction.test(event.getSession())) {
      unit.enlist(aggregate.pending(), count);
    } else if (raised.hasPendingEvents()) {
      throw new IllegalStateException(
          "Stream %s has new events, but its row was written in another transaction: by another session, or by another application context. Save the aggregate with the session of the current Spring transaction, in the application context that began this transaction."
              .formatted(aggregate.pending().stream()));
    }
  }

  private static long count(Object[] state, EntityPersister persister) {
    int index = Arrays.asList(persister.getPropertyNames()).indexOf(EVENT_COUNT);
    return (Long) state[index];
  }
}
