package dev.foliot.aggregate;

import java.util.Set;

/** A state of which only the class and the events matter: for fingerprints. */
record Shaped<S>(Class<S> type, Set<Class<?>> events) implements Folding<S> {
  @Override
  public S initial() {
    throw new UnsupportedOperationException();
  }

  @Override
  public S apply(S state, Object event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public S restore(S initial, String snapshot) {
    throw new UnsupportedOperationException();
  }
}
