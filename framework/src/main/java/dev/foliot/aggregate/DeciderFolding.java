package dev.foliot.aggregate;

import dev.foliot.message.StateJson;
import dev.foliot.personaldata.RedactedText;
import java.util.Set;
import java.util.function.Supplier;

/** A decider, which evolves a value. */
record DeciderFolding<C, S, E>(Class<S> type, Decider<C, S, E> decider, Set<Class<?>> events)
    implements Folding<S> {
  @Override
  public S initial() {
    return refuseNull(decider.initialState(), () -> "initialState()");
  }

  @Override
  @SuppressWarnings("unchecked") // only its own events stand in its streams
  public S apply(S state, Object event) {
    return refuseNull(
        decider.evolve(state, (E) event), () -> "evolve(…) of " + RedactedText.of(event));
  }

  private S refuseNull(S state, Supplier<String> what) {
    if (state == null) {
      throw new IllegalStateException(
          "%s.%s returned null. Let it return a %s."
              .formatted(decider.getClass().getName(), what.get(), type.getSimpleName()));
    }
    return state;
  }

  @Override
  public S restore(S initial, String snapshot) {
    return StateJson.read(snapshot, type);
  }
}
