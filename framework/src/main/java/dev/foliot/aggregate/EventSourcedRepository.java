package dev.foliot.aggregate;

import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.Optional;

/** Makes aggregates from their events, one instance of each in a unit of work. */
final class EventSourcedRepository<A extends EventSourcedAggregate>
    implements AggregateRepository<A> {
  private final Class<A> type;
  private final LoadAggregate<A> aggregates;
  private final Transactions transactions;

  EventSourcedRepository(Class<A> type, LoadAggregate<A> aggregates, Transactions transactions) {
    this.type = type;
    this.aggregates = aggregates;
    this.transactions = transactions;
  }

  @Override
  public A get(String id) {
    return known(id)
        .orElseThrow(() -> new AggregateNotFoundException(AggregateLifecycle.categoryOf(type), id));
  }

  @Override
  public Optional<A> find(String id) {
    try {
      return known(id);
    } catch (AggregateClosedException closed) {
      return Optional.empty();
    }
  }

  private Optional<A> known(String id) {
    StreamName stream = aggregates.stream(id);
    Optional<UnitOfWork> unit = transactions.current();
    Optional<A> known = unit.flatMap(each -> each.aggregate(stream)).map(type::cast);
    return known.isPresent() ? known : load(stream, unit);
  }

  private Optional<A> load(StreamName stream, Optional<UnitOfWork> unit) {
    Loaded<A> loaded = aggregates.load(stream);
    if (loaded.version() == 0) {
      return Optional.empty();
    }
    A aggregate = loaded.state();
    aggregate.loaded(loaded.version(), () -> aggregates.replay(stream, loaded, aggregate));
    unit.ifPresent(each -> enlist(each, stream, aggregate, loaded));
    return Optional.of(aggregate);
  }

  @Override
  public void save(A aggregate) {
    Given.value(aggregate, "repository.save", "an aggregate");
    aggregate.pending().refuseIfPast("saving it");
    if (aggregate.version() == 0) {
      throw new IllegalArgumentException(
          "The new %s has raised nothing, so there is nothing to store. Let it raise an event first."
              .formatted(type.getSimpleName()));
    }
    transactions.inCurrentOrNew(
        () -> {
          UnitOfWork unit = UnitOfWork.required();
          StreamName stream = aggregate.pending().stream();
          Optional<Object> known = unit.aggregate(stream);
          if (known.isEmpty()) {
            enlist(unit, stream, aggregate, Loaded.earlier(aggregate));
          } else if (known.get() != aggregate) {
            throw secondInstance(stream);
          }
          return aggregate;
        });
  }

  @Override
  public void close(String id, String reason) {
    transactions.inCurrentOrNew(
        () -> {
          A aggregate = get(id);
          aggregates.close(UnitOfWork.required(), id, aggregate.version(), reason);
          return aggregate;
        });
  }

  private void enlist(UnitOfWork unit, StreamName stream, A aggregate, Loaded<A> loaded) {
    unit.keep(stream, aggregate);
    unit.enlist(aggregate.pending());
    aggregates.afterCommit(unit, stream, loaded, aggregate::version);
  }

  private static IllegalStateException secondInstance(StreamName stream) {
    return new IllegalStateException(
        "This transaction already has another instance of %s. Change the one that get(id) gives, or check that a new aggregate's id is new."
            .formatted(stream));
  }
}
