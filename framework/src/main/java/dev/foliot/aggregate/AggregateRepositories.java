package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.HandlerBean;
import dev.foliot.unitofwork.Transactions;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** Gives a repository for any aggregate class. */
public final class AggregateRepositories {
  private final EventStore store;
  private final StateStore states;
  private final Deciders deciders;
  private final Transactions transactions;

  public AggregateRepositories(
      EventStore store, StateStore states, Deciders deciders, Transactions transactions) {
    this.store = store;
    this.states = states;
    this.deciders = deciders;
    this.transactions = transactions;
  }

  /**
   * The repository of an aggregate class.
   *
   * @param type a state-stored or event-sourced aggregate, or the state of a {@link Decider}
   * @throws IllegalArgumentException if the class is no aggregate
   */
  public <A> AggregateRepository<A> of(Class<A> type) {
    if (StateStoredAggregate.class.isAssignableFrom(type)) {
      return new StateStoredRepository<>(type, states, store, transactions);
    }
    if (EventSourcedAggregate.class.isAssignableFrom(type)) {
      return eventSourced(type);
    }
    if (AggregateModel.isAggregate(type)) {
      return decided(type);
    }
    throw new IllegalArgumentException(
        "%s is no aggregate. Let it extend StateStoredAggregate or EventSourcedAggregate, or annotate a decider's state with @Aggregate."
            .formatted(type.getName()));
  }

  /**
   * What happened to an aggregate, and what it was.
   *
   * @throws IllegalArgumentException if the class is no aggregate
   */
  public <A> AggregateHistory<A> historyOf(Class<A> type, String id) {
    of(type); // refuses what is no aggregate
    StreamName stream = new StreamName(AggregateLifecycle.categoryOf(type), id);
    return new AggregateHistory<>(stream, store, pastOf(type));
  }

  @SuppressWarnings("unchecked")
  private <A> @Nullable LoadAggregate<A> pastOf(Class<A> type) {
    if (StateStoredAggregate.class.isAssignableFrom(type)) {
      return null;
    }
    if (EventSourcedAggregate.class.isAssignableFrom(type)) {
      var folding = new ClassFolding<>(type.asSubclass(EventSourcedAggregate.class));
      return (LoadAggregate<A>) loading(folding);
    }
    return loading(deciders.folding(type));
  }

  @SuppressWarnings("unchecked")
  private <A> AggregateRepository<A> eventSourced(Class<A> type) {
    return (AggregateRepository<A>) eventSourcedOf(type.asSubclass(EventSourcedAggregate.class));
  }

  private <E extends EventSourcedAggregate> AggregateRepository<E> eventSourcedOf(Class<E> type) {
    return new EventSourcedRepository<>(type, loading(new ClassFolding<>(type)), transactions);
  }

  private <S> DecidedRepository<S> decided(Class<S> type) {
    SingletonSupplier<DeciderFolding<Object, S, Object>> folding =
        SingletonSupplier.of(() -> deciders.folding(type));
    return new DecidedRepository<>(
        type,
        folding::obtain,
        SingletonSupplier.of(() -> loading(folding.obtain()))::obtain,
        transactions);
  }

  private <S> LoadAggregate<S> loading(Folding<S> folding) {
    return new LoadAggregate<>(folding, store);
  }

  /** The handler of a decider's commands. */
  public HandlerBean handlerOf(DeciderDeclaration decider) {
    return decider.handler(decided(decider.state()));
  }
}
