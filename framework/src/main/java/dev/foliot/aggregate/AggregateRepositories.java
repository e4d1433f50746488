package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.unitofwork.Transactions;

/** Gives a repository for any aggregate class. */
public final class AggregateRepositories {
  private final EventStore store;
  private final StateStore states;
  private final Transactions transactions;

  public AggregateRepositories(EventStore store, StateStore states, Transactions transactions) {
    this.store = store;
    this.states = states;
    this.transactions = transactions;
  }

  /**
   * The repository of an aggregate class.
   *
   * @throws IllegalArgumentException if the class is no aggregate
   */
  public <A> AggregateRepository<A> of(Class<A> type) {
    if (StateStoredAggregate.class.isAssignableFrom(type)) {
      return new StateStoredRepository<>(type, states, transactions);
    }
    if (EventSourcedAggregate.class.isAssignableFrom(type)) {
      return eventSourced(type);
    }
    throw new IllegalArgumentException(
        "%s is no aggregate. Let it extend StateStoredAggregate or EventSourcedAggregate."
            .formatted(type.getName()));
  }

  @SuppressWarnings("unchecked")
  private <A> AggregateRepository<A> eventSourced(Class<A> type) {
    return (AggregateRepository<A>) eventSourcedOf(type.asSubclass(EventSourcedAggregate.class));
  }

  private <E extends EventSourcedAggregate> AggregateRepository<E> eventSourcedOf(Class<E> type) {
    var aggregates = new LoadAggregate<>(new ClassFolding<>(type), store);
    return new EventSourcedRepository<>(type, aggregates, transactions);
  }
}
