package dev.foliot.aggregate;

import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Given;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.Optional;

/** Makes aggregates from their events. A unit of work has one instance of each. */
final class EventSourcedRepository<A extends EventSourcedAggregate>
    implements AggregateRepository<A> {
  /** Marks an aggregate that a unit of work has searched and not found. */
  private static final Object MISSING = new Object();

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
    Optional<A> known = unit.flatMap(each -> known(each, stream)).map(each -> cast(stream, each));
    return known.isPresent() ? known : load(stream, unit);
  }

  private static Optional<Object> known(UnitOfWork unit, StreamName stream) {
    return unit.kept(stream).filter(each -> each != MISSING);
  }

  private A cast(StreamName stream, Object aggregate) {
    if (!type.isInstance(aggregate)) {
      throw new IllegalArgumentException(
          "Stream %s was loaded as a %s in this transaction, so it cannot be loaded as a %s. Use the repository of its own class."
              .formatted(stream, aggregate.getClass().getName(), type.getName()));
    }
    return type.cast(aggregate);
  }

  private Optional<A> load(StreamName stream, Optional<UnitOfWork> unit) {
    LoadedAggregate<A> loaded = aggregates.load(stream);
    if (loaded.version() == 0) {
      unit.ifPresent(each -> each.keep(stream, MISSING));
      return Optional.empty();
    }
    A aggregate = loaded.state();
    aggregate.loadedFrom(stream);
    aggregate.loaded(loaded.version(), () -> aggregates.replay(stream, loaded, aggregate));
    unit.ifPresent(each -> enlist(each, stream, aggregate, loaded));
    return Optional.of(aggregate);
  }

  @Override
  public void create(A aggregate) {
    Given.value(aggregate, "repository.create", "an aggregate");
    transactions.inCurrentOrNew(
        () -> {
          refuseIfNothingRaised(aggregate);
          StreamName stream = aggregate.pending().stream();
          if (!isNew(aggregate) || aggregates.exists(stream)) {
            throw new AggregateExistsException(stream);
          }
          save(aggregate);
          return aggregate;
        });
  }

  private static boolean isNew(EventSourcedAggregate aggregate) {
    return aggregate.version() == aggregate.pendingEvents().size();
  }

  @Override
  public void save(A aggregate) {
    Given.value(aggregate, "repository.save", "an aggregate");
    aggregate.pending().refuseIfPast("saving it");
    refuseIfNothingRaised(aggregate);
    transactions.inCurrentOrNew(
        () -> {
          aggregate.pending().refuseIfReadOnly();
          UnitOfWork unit = UnitOfWork.required();
          StreamName stream = aggregate.pending().stream();
          Optional<Object> known = known(unit, stream);
          if (known.isEmpty()) {
            aggregate.pending().markLookedUp(unit.kept(stream).isPresent());
            enlist(unit, stream, aggregate, LoadedAggregate.earlier(aggregate));
          } else if (known.get() != aggregate) {
            throw isNew(aggregate) ? new AggregateExistsException(stream) : secondInstance(stream);
          }
          return aggregate;
        });
  }

  private void refuseIfNothingRaised(A aggregate) {
    if (aggregate.version() == 0) {
      throw new IllegalArgumentException(
          "The new %s has raised nothing, so there is nothing to store. Let it raise an event first."
              .formatted(type.getSimpleName()));
    }
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

  private void enlist(UnitOfWork unit, StreamName stream, A aggregate, LoadedAggregate<A> loaded) {
    unit.keep(stream, aggregate);
    unit.enlist(aggregate.pending());
    aggregates.afterCommit(unit, stream, loaded, aggregate::version);
  }

  private static RuntimeException secondInstance(StreamName stream) {
    return new IllegalStateException(
        "This transaction already has another instance of %s. Change the one that get(id) returns."
            .formatted(stream));
  }
}
