package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.Optional;

/** Finds and saves rows. */
final class StateStoredRepository<A> implements AggregateRepository<A> {
  private final Class<A> type;
  private final StateStore states;
  private final EventStore store;
  private final Transactions transactions;

  StateStoredRepository(
      Class<A> type, StateStore states, EventStore store, Transactions transactions) {
    this.type = type;
    this.states = states;
    this.store = store;
    this.transactions = transactions;
  }

  @Override
  public A get(String id) {
    return find(id)
        .orElseThrow(() -> new AggregateNotFoundException(AggregateLifecycle.categoryOf(type), id));
  }

  @Override
  public Optional<A> find(String id) {
    StreamName stream = new StreamName(AggregateLifecycle.categoryOf(type), given(id));
    return states.find(type, stream.id());
  }

  private String given(String id) {
    String category = AggregateLifecycle.categoryOf(type);
    return Given.text(id, "The repository of " + category, "the id of an aggregate");
  }

  @Override
  public void create(A aggregate) {
    Given.value(aggregate, "repository.create", "an aggregate");
    transactions.inCurrentOrNew(
        () -> {
          states.create(aggregate);
          return aggregate;
        });
  }

  @Override
  public void save(A aggregate) {
    Given.value(aggregate, "repository.save", "an aggregate");
    transactions.inCurrentOrNew(
        () -> {
          states.save(aggregate);
          return aggregate;
        });
  }

  @Override
  public void close(String id, String reason) {
    StreamName named = new StreamName(AggregateLifecycle.categoryOf(type), given(id));
    transactions.inCurrentOrNew(
        () -> {
          UnitOfWork unit = UnitOfWork.required();
          row(named)
              .ifPresentOrElse(
                  row -> unit.close(states.stream(row), states.eventCount(row), reason),
                  () -> unit.close(named, versionWithoutRow(named), reason));
          return named;
        });
  }

  /** Finds the row; empty for a key of several parts, which has no text form but names a stream. */
  private Optional<A> row(StreamName stream) {
    return states.isText(type, stream.id()) ? states.find(type, stream.id()) : Optional.empty();
  }

  /** The version of the stream: after its row was deleted, the events are still stored. */
  private long versionWithoutRow(StreamName stream) {
    long version = store.currentVersion(stream);
    if (version == 0) {
      throw new AggregateNotFoundException(stream.category(), stream.id());
    }
    return version;
  }
}
