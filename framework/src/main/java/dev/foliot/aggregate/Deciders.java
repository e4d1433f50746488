package dev.foliot.aggregate;

import dev.foliot.handler.WiringProblems;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The application's deciders, by the class of their state. It is filled once, after every bean
 * exists and before the application is ready.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Deciders {
  private volatile Map<Class<?>, DeciderDeclaration> byState = Map.of();

  /** Adds the deciders, and reports two deciders of one state. */
  public void fill(Collection<DeciderDeclaration> declarations, WiringProblems problems) {
    Map<Class<?>, DeciderDeclaration> found = new LinkedHashMap<>();
    for (DeciderDeclaration each : declarations) {
      DeciderDeclaration other = found.putIfAbsent(each.state(), each);
      if (other != null) {
        problems.add(
            "%s and %s both decide about %s. Keep one of them."
                .formatted(other.type().getName(), each.type().getName(), each.state().getName()));
      }
    }
    byState = Map.copyOf(found);
  }

  /** The decider of a state. */
  public Optional<DeciderDeclaration> find(Class<?> state) {
    return Optional.ofNullable(byState.get(state));
  }

  /** The decider of a state, as a {@link Folding}. */
  @SuppressWarnings("unchecked") // it was declared for this state
  <S> DeciderFolding<Object, S, Object> folding(Class<S> state) {
    DeciderDeclaration declaration =
        find(state)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "There is no decider of %s yet. Register a Decider<…, %s, …> bean, and use repositories only after all beans have been created."
                            .formatted(state.getName(), state.getSimpleName())));
    return new DeciderFolding<>(
        state, (Decider<Object, S, Object>) declaration.decider(), declaration.events());
  }
}
