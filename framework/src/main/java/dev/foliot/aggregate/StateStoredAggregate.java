package dev.foliot.aggregate;

import dev.foliot.unitofwork.Enlistment;
import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Version;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate whose state is its row: a JPA entity with {@code version} and {@code event_count}
 * columns. Its events are stored in the transaction that stores its state, or not at all (R3). If
 * two transactions change it at once, only one commits (R5). The primary key refuses a second row
 * of one id, as for any entity. Load and save it like any entity; not safe for use by several
 * threads.
 */
@MappedSuperclass
@Access(AccessType.FIELD)
public abstract class StateStoredAggregate {
  /** Null in a new aggregate, so that it is recognised as new even if its id is assigned. */
  @Version
  @Column(name = "version")
  private @Nullable Long version;

  /** The version of the stream. Not JPA's version, which advances with every flush. */
  @Column(name = "event_count", nullable = false)
  private long eventCount;

  private transient @Nullable PendingEvents pending;

  /** For subclasses and JPA. */
  protected StateStoredAggregate() {}

  /**
   * The id, as text: with the category it names the stream. Before the row is inserted, a generated
   * id may be null, or this method may throw. After the insert the id never changes; otherwise the
   * commit fails.
   */
  public abstract String id();

  /**
   * Raises an event. Change the state before this call.
   *
   * @throws InvariantViolationException if the state breaks an {@link Invariant}. The event is
   *     dropped. The changes before it cannot be undone, so a transaction that would store this
   *     object fails at its commit
   * @throws dev.foliot.unitofwork.ReadOnlyUnitOfWorkException in a read-only transaction
   * @throws IllegalStateException if a refresh or a merge has undone the change of an event that is
   *     not stored yet
   */
  protected void raise(Object event) {
    Objects.requireNonNull(event, "event");
    EnhancedEntities.initialize(this);
    pending().refuseIfNotWritable(event);
    refuseIfOverwritten(event);
    if (!isNew() && pending().keptId() == null) {
      pending().keepId(pending().idIfKnown());
    }
    eventCount++; // makes the entity dirty, so that the flush stores it
    pending().add(event, eventCount);
    try {
      pending().checkInvariants(event);
    } catch (Throwable refused) {
      pending().removeLast();
      eventCount--;
      pending().markBroken();
      throw refused;
    }
  }

  /** Returns the raised events that are not stored yet, in order. */
  public List<Object> pendingEvents() {
    return pending().events();
  }

  /**
   * Refuses an event after a refresh, or a merge of an older copy, has undone the pending changes.
   */
  private void refuseIfOverwritten(Object event) {
    if (pending().hasPendingEvents() && pending().lastVersion() != eventCount) {
      throw new IllegalStateException(
          "%s cannot raise %s: after it raised events, its state was read again or overwritten (refresh, merge), and those events have lost their state. Flush before a refresh, or let the transaction roll back."
              .formatted(pending().describe(), event.getClass().getSimpleName()));
    }
  }

  /** JPA calls it in the flush, or before it. Private, so that no subclass overrides it. */
  @PrePersist
  @PreUpdate
  @PreRemove
  private void refuseIfNotStored() {
    if (Enlistment.current() == null && pending().hasPendingEvents()) {
      throw new IllegalStateException(
          "%s, but no unit of work stores the events. The entity was written outside of a transaction, by another transaction manager than Foliot's, or in a test slice without Foliot's auto-configuration. Write it in a transaction of Foliot's transaction manager."
              .formatted(pending().describe()));
    }
    pending().refuseIfReadOnly();
  }

  /** Not called on a proxy: it has these fields, too, but not their values. */
  PendingEvents pending() {
    if (pending == null) {
      pending = new PendingEvents(getClass(), () -> this, this::id);
    }
    return pending;
  }

  /** The version of the stream without pending events. */
  long storedEventCount() {
    EnhancedEntities.initialize(this);
    return eventCount - pending().events().size();
  }

  /** The version of the stream with pending events. */
  long eventCount() {
    return eventCount;
  }

  /** Whether no transaction has written it yet. */
  boolean isNew() {
    EnhancedEntities.initialize(this);
    return version == null;
  }
}
