package dev.foliot.unitofwork;

import org.apiguardian.api.API;

/**
 * The object-relational session of the current transaction, if the application uses one.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface PersistenceSession {
  /** For applications without JPA. */
  PersistenceSession NONE = () -> {};

  /**
   * Writes the changes, so that changed aggregates enlist themselves.
   *
   * @throws dev.foliot.eventstore.ConcurrentAggregateChangeException if another transaction changed
   *     one of them
   */
  void flush();

  /**
   * Names the aggregate in a conflict that the session itself found, in a flush of the application.
   *
   * @param failure a failure in the transaction, which has not ended yet
   * @return a {@link dev.foliot.eventstore.ConcurrentAggregateChangeException} for a conflict about
   *     an aggregate, the failure itself for anything else
   */
  default Throwable explain(Throwable failure) {
    return failure;
  }

  /**
   * Rolls back the transaction of its session, if it is still open although Spring regards it as
   * ended.
   */
  default void rollBack() {}
}
