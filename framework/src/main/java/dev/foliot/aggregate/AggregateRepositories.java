package dev.foliot.aggregate;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.HandlerBean;
import dev.foliot.message.Given;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Gives a repository for any aggregate class.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AggregateRepositories {
  private final EventStore store;
  private final StateStore states;
  private final Deciders deciders;
  private final AggregateCache cache;
  private final SnapshotParts snapshots;
  private final Map<Folding<?>, LoadAggregate<?>> loading = new ConcurrentHashMap<>();

  public AggregateRepositories(
      EventStore store,
      StateStore states,
      Deciders deciders,
      AggregateCache cache,
      SnapshotParts snapshots) {
    this.store = store;
    this.states = states;
    this.deciders = deciders;
    this.cache = cache;
    this.snapshots = snapshots;
  }

  /**
   * The repository of an aggregate class.
   *
   * @param type a state-stored or event-sourced aggregate, or the state of a {@link Decider}
   * @throws IllegalArgumentException if the class is not an aggregate, or is an abstract
   *     event-sourced one
   */
  public <A> AggregateRepository<A> of(Class<A> type) {
    Given.value(type, "domain.repositoryFor", "an aggregate class");
    if (StateStoredAggregate.class.isAssignableFrom(type)) {
      return new StateStoredRepository<>(type, states, store, snapshots.transactions());
    }
    if (EventSourcedAggregate.class.isAssignableFrom(type)) {
      refuseAbstract(type);
      return eventSourced(type);
    }
    if (AggregateModel.isAggregate(type)) {
      return decided(type);
    }
    throw new IllegalArgumentException(
        "%s is not an aggregate. Let it extend StateStoredAggregate or EventSourcedAggregate, or annotate a decider's state with @Aggregate."
            .formatted(type.getName()));
  }

  /**
   * Whether a class is an abstract event-sourced aggregate. The state of a decider may be an
   * interface, because the decider makes it.
   */
  private static boolean isAbstract(Class<?> type) {
    return EventSourcedAggregate.class.isAssignableFrom(type)
        && Modifier.isAbstract(type.getModifiers());
  }

  private static void refuseAbstract(Class<?> type) {
    if (isAbstract(type)) {
      throw new IllegalArgumentException(
          "%s is abstract, so it cannot be made from events. Use the repository of the concrete class of the aggregate, or make the class concrete."
              .formatted(type.getName()));
    }
  }

  /**
   * Returns the history of an aggregate.
   *
   * @throws IllegalArgumentException if the class is not an aggregate
   */
  public <A> AggregateHistory<A> historyOf(Class<A> type, String id) {
    return new AggregateHistory<>(streamOf("domain.historyOf", type, id), store, pastOf(type));
  }

  /**
   * Returns the stream of an aggregate.
   *
   * @param call the called method, for the text of the exception
   * @throws IllegalArgumentException if the class is not an aggregate
   */
  StreamName streamOf(String call, Class<?> type, String id) {
    of(type); // refuses other classes
    StreamName named =
        new StreamName(
            AggregateLifecycle.categoryOf(type), Given.text(id, call, "the id of an aggregate"));
    return StateStoredAggregate.class.isAssignableFrom(type)
        ? states.streamOfRow(type, id).orElse(named) // 01 may stand for the row of 1
        : named;
  }

  @SuppressWarnings("unchecked")
  private <A> @Nullable LoadAggregate<A> pastOf(Class<A> type) {
    if (StateStoredAggregate.class.isAssignableFrom(type)) {
      return null;
    }
    return (LoadAggregate<A>) loading(folding(type));
  }

  @SuppressWarnings("unchecked")
  private <A> AggregateRepository<A> eventSourced(Class<A> type) {
    return (AggregateRepository<A>) eventSourcedOf(type.asSubclass(EventSourcedAggregate.class));
  }

  private <E extends EventSourcedAggregate> AggregateRepository<E> eventSourcedOf(Class<E> type) {
    return new EventSourcedRepository<>(
        type, loading(new ClassFolding<>(type)), snapshots.transactions());
  }

  private <S> DecidedRepository<S> decided(Class<S> type) {
    SingletonSupplier<DeciderFolding<Object, S, Object>> folding =
        SingletonSupplier.of(() -> deciders.folding(type));
    return new DecidedRepository<>(
        type,
        folding::obtain,
        SingletonSupplier.of(() -> loading(folding.obtain()))::obtain,
        snapshots.transactions());
  }

  @SuppressWarnings("unchecked") // each is kept by its own folding
  private <S> LoadAggregate<S> loading(Folding<S> folding) {
    return (LoadAggregate<S>)
        loading.computeIfAbsent(
            folding, each -> new LoadAggregate<>(folding, store, cache, snapshots));
  }

  private Folding<?> folding(Class<?> type) {
    return EventSourcedAggregate.class.isAssignableFrom(type)
        ? new ClassFolding<>(type.asSubclass(EventSourcedAggregate.class))
        : deciders.folding(type);
  }

  boolean hasSnapshots(Class<?> type) {
    return !StateStoredAggregate.class.isAssignableFrom(type)
        && !isAbstract(type)
        && AggregateModel.of(type).snapshotEvery() > 0;
  }

  /** The loader of a class with snapshots. */
  LoadAggregate<?> withSnapshots(Class<?> type) {
    Given.value(type, "The bean Snapshots", "an aggregate class");
    refuseAbstract(type);
    if (!hasSnapshots(type)) {
      throw new IllegalArgumentException(
          "%s has no snapshots. Set @Aggregate(snapshotEvery = …) on an event-sourced aggregate or the state of a decider."
              .formatted(type.getName()));
    }
    return loading(folding(type));
  }

  /** The handler of a decider's commands. */
  public HandlerBean handlerOf(DeciderDeclaration decider) {
    return decider.handler(decided(decider.state()));
  }
}
