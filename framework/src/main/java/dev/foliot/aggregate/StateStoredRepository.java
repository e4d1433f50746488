package dev.foliot.aggregate;

import dev.foliot.unitofwork.Transactions;
import java.util.Optional;

/** Finds and saves rows. */
final class StateStoredRepository<A> implements AggregateRepository<A> {
  private final Class<A> type;
  private final StateStore states;
  private final Transactions transactions;

  StateStoredRepository(Class<A> type, StateStore states, Transactions transactions) {
    this.type = type;
    this.states = states;
    this.transactions = transactions;
  }

  @Override
  public A get(String id) {
    return find(id)
        .orElseThrow(() -> new AggregateNotFoundException(AggregateLifecycle.categoryOf(type), id));
  }

  @Override
  public Optional<A> find(String id) {
    return states.find(type, id);
  }

  @Override
  public void save(A aggregate) {
    transactions.inCurrentOrNew(
        () -> {
          states.save(aggregate);
          return aggregate;
        });
  }
}
