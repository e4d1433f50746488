package dev.foliot.aggregate;

import dev.foliot.message.StateJson;
import java.util.Set;

/** A class whose {@link Apply} methods change it. */
record ClassFolding<A extends EventSourcedAggregate>(Class<A> type) implements Folding<A> {
  @Override
  public A initial() {
    return InitialState.create(type);
  }

  @Override
  public A apply(A state, Object event) {
    state.apply(event);
    return state;
  }

  @Override
  public A past(A state, long version) {
    state.loadedFromPast(version);
    return state;
  }

  @Override
  public Set<Class<?>> events() {
    return AggregateModel.of(type).applied();
  }

  @Override
  public A restore(A initial, String snapshot) {
    return StateJson.readInto(initial, snapshot);
  }
}
