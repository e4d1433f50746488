package dev.foliot.aggregate;

import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Returns the states of a decider's aggregates. In a unit of work, it also returns the aggregates
 * themselves, one instance of each.
 */
final class DecidedRepository<S> implements AggregateRepository<S> {
  private final Class<S> type;
  private final Supplier<DeciderFolding<Object, S, Object>> folding;
  private final Supplier<LoadAggregate<S>> aggregates;
  private final Transactions transactions;

  /**
   * The decider is looked up when it is needed, because repositories are injected before it is
   * known.
   */
  DecidedRepository(
      Class<S> type,
      Supplier<DeciderFolding<Object, S, Object>> folding,
      Supplier<LoadAggregate<S>> aggregates,
      Transactions transactions) {
    this.type = type;
    this.folding = folding;
    this.aggregates = aggregates;
    this.transactions = transactions;
  }

  @Override
  public S get(String id) {
    return known(id)
        .orElseThrow(() -> new AggregateNotFoundException(AggregateLifecycle.categoryOf(type), id));
  }

  @Override
  public Optional<S> find(String id) {
    try {
      return known(id);
    } catch (AggregateClosedException closed) {
      return Optional.empty();
    }
  }

  private Optional<S> known(String id) {
    Optional<UnitOfWork> unit = transactions.current();
    if (unit.isPresent()) {
      return Optional.of(in(unit.get(), id))
          .filter(DecidedAggregate::exists)
          .map(DecidedAggregate::state);
    }
    LoadedAggregate<S> loaded = aggregates.get().load(aggregates.get().stream(id));
    return loaded.version() == 0 ? Optional.empty() : Optional.of(loaded.state());
  }

  /** The aggregate in this unit of work, perhaps a new one. */
  @SuppressWarnings("unchecked") // its category is that of this state
  DecidedAggregate<Object, S, Object> in(UnitOfWork unit, String id) {
    StreamName stream = aggregates.get().stream(id);
    return (DecidedAggregate<Object, S, Object>)
        unit.kept(stream).orElseGet(() -> enlist(unit, stream, id));
  }

  private Object enlist(UnitOfWork unit, StreamName stream, String id) {
    LoadedAggregate<S> loaded = aggregates.get().load(stream);
    var decided = new DecidedAggregate<>(folding.get(), id, loaded);
    unit.keep(stream, decided);
    unit.enlist(decided.pending());
    aggregates.get().afterCommit(unit, stream, loaded, decided::version);
    return decided;
  }

  /**
   * @throws IllegalStateException always: such a state changes by commands only
   */
  @Override
  public void save(S state) {
    throw new IllegalStateException(
        "%s is the state of a decider, which cannot be saved: it follows from the events. Send a command of the decider %s by domain.process(…)."
            .formatted(type.getSimpleName(), folding.get().decider().getClass().getSimpleName()));
  }

  /**
   * @throws IllegalStateException always: such a state changes by commands only
   */
  @Override
  public void create(S state) {
    save(state);
  }

  @Override
  public void close(String id, String reason) {
    transactions.inCurrentOrNew(
        () -> {
          UnitOfWork unit = UnitOfWork.required();
          DecidedAggregate<Object, S, Object> decided = in(unit, id);
          if (!decided.exists()) {
            throw new AggregateNotFoundException(AggregateLifecycle.categoryOf(type), id);
          }
          aggregates.get().close(unit, id, decided.version(), reason);
          return id;
        });
  }
}
