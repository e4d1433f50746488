package dev.foliot.aggregate;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.failure.Causes;
import jakarta.persistence.PersistenceException;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.StaleObjectStateException;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;

/** Translates the exceptions of Hibernate's flush and merge into Foliot's. */
final class JpaConflicts {
  private final HibernateJpaDialect dialect = new HibernateJpaDialect();
  private final BeforeMerge merges;

  JpaConflicts(BeforeMerge merges) {
    this.merges = merges;
  }

  /** The exception to throw instead. For a conflict, it names the aggregate. */
  RuntimeException translate(Session session, RuntimeException failure) {
    if (name(session, failure) instanceof RuntimeException named && named != failure) {
      return named;
    }
    DataAccessException translated = dialect.translateExceptionIfPossible(failure);
    return translated == null ? failure : translated;
  }

  /** Foliot's exception, if the failure concerns one state-stored aggregate; else the failure. */
  Throwable name(Session session, Throwable failure) {
    Optional<StateStoredAggregate> duplicate = JpaDuplicates.find(session, failure);
    if (duplicate.isPresent()) {
      return new AggregateExistsException(duplicate.get().pending().stream(), failure);
    }
    boolean unnamed =
        failure instanceof PersistenceException
            || failure instanceof ObjectOptimisticLockingFailureException;
    return staleState(unnamed ? failure : null)
        .flatMap(stale -> aggregate(session, stale))
        .<Throwable>map(aggregate -> conflict(aggregate, failure))
        .orElse(failure);
  }

  private static Optional<StaleObjectStateException> staleState(@Nullable Throwable failure) {
    return Causes.find(failure, StaleObjectStateException.class);
  }

  /**
   * The conflict of an aggregate. All its raised events are still pending: if this transaction had
   * written the row before, the row would be locked, and there would be no conflict.
   */
  private static ConcurrentAggregateChangeException conflict(
      StateStoredAggregate aggregate, Throwable failure) {
    return ConcurrentAggregateChangeException.atUnknownVersion(
        aggregate.pending().stream(), aggregate.storedEventCount(), failure);
  }

  /**
   * The aggregate of a failure: the managed one whose statement failed, or a detached one whose
   * merge was refused.
   */
  private Optional<StateStoredAggregate> aggregate(
      Session session, StaleObjectStateException stale) {
    return Causes.direct(stale) == null
        ? merges.last(session, stale.getIdentifier()).or(() -> managed(session, stale))
        : managed(session, stale);
  }

  private static Optional<StateStoredAggregate> managed(
      Session session, StaleObjectStateException stale) {
    var context = session.unwrap(SessionImplementor.class).getPersistenceContext();
    return Stream.of(context.reentrantSafeEntityEntries())
        .filter(each -> concerns(each.getValue(), stale))
        .map(each -> each.getKey())
        .filter(StateStoredAggregate.class::isInstance)
        .map(StateStoredAggregate.class::cast)
        .findFirst();
  }

  private static boolean concerns(EntityEntry entry, StaleObjectStateException stale) {
    return entry.getEntityName().equals(stale.getEntityName())
        && entry.getId().equals(stale.getIdentifier());
  }
}
