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
 * columns. What it raises is stored in the transaction that stores its state, or not at all (R3);
 * of two transactions that changed it at once only one commits (R5), and a second row of one id is
 * refused by its primary key, as for any entity. Load and save it as any entity; not safe for use
 * by several threads.
 */
@MappedSuperclass
@Access(AccessType.FIELD)
public abstract class StateStoredAggregate {
  /** An object, so that a new aggregate whose id is assigned is recognised as new. */
  @Version
  @Column(name = "version")
  private @Nullable Long version;

  /** The version of the stream. Not JPA's version, which advances with every flush. */
  @Column(name = "event_count", nullable = false)
  private long eventCount;

  private transient @Nullable PendingEvents pending;

  /** For subclasses and JPA. */
  protected StateStoredAggregate() {}

  /** The id, as text: with the category it names the stream. It never changes. */
  public abstract String id();

  /**
   * Notes that something has happened. Change the state first, then raise the event.
   *
   * @throws InvariantViolationException if the state breaks an {@link Invariant}. The event is
   *     dropped then, and since nobody can take back what was changed before it was raised, this
   *     object is never stored: a transaction that would write it fails at its commit
   * @throws dev.foliot.unitofwork.ReadOnlyUnitOfWorkException in a read-only transaction
   */
  protected void raise(Object event) {
    Objects.requireNonNull(event, "event");
    pending().refuseIfNotWritable(event);
    eventCount++; // makes the entity dirty, so that the flush stores it and calls enlist()
    pending().add(event, eventCount);
    try {
      pending().checkInvariants(event);
    } catch (RuntimeException | Error refused) {
      pending().removeLast();
      eventCount--;
      pending().markBroken();
      throw refused;
    }
  }

  /** What was raised and is not stored yet, in order. */
  public List<Object> pendingEvents() {
    return pending().events();
  }

  /** JPA calls it in the flush, or before it. Private, so that no subclass overrides it. */
  @PrePersist
  @PreUpdate
  @PreRemove
  private void enlist() {
    Enlistment unit = Enlistment.current();
    if (unit != null) {
      unit.enlist(pending());
    } else if (pending().hasPendingEvents()) {
      throw new IllegalStateException(
          "Stream %s has new events, but there is no unit of work to store them: the entity was written outside of a transaction, or in one of another transaction manager than Foliot's."
              .formatted(pending().stream()));
    }
  }

  /** Not for proxies: they have these fields, too, but not their values. */
  PendingEvents pending() {
    if (pending == null) {
      pending = new PendingEvents(getClass(), () -> this, this::id);
    }
    return pending;
  }

  /** The version of the stream without what is pending. */
  long storedEventCount() {
    return eventCount - pending().events().size();
  }

  /** Whether no transaction has written it yet. */
  boolean isNew() {
    return version == null;
  }
}
