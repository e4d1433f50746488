package dev.foliot.aggregate;

import org.apiguardian.api.API;

/**
 * Makes event-sourced aggregates without a database, for scenarios.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class AggregateLifecycle {
  private AggregateLifecycle() {}

  /**
   * An aggregate made from its events, without pending events.
   *
   * @param history the events in order; it may be iterated more than once. Without events, the
   *     aggregate has its initial state
   * @throws MissingApplyException if the aggregate cannot apply one of them
   */
  public static <A extends EventSourcedAggregate> A recreate(Class<A> type, Iterable<?> history) {
    A aggregate = InitialState.create(type);
    long version = 0;
    for (Object event : history) {
      aggregate.apply(event);
      version++;
    }
    aggregate.loaded(version, () -> history.forEach(aggregate::apply));
    return aggregate;
  }

  /** The name under which the aggregate's events are stored. */
  public static String categoryOf(Class<?> type) {
    return AggregateModel.of(type).category();
  }
}
