package dev.foliot.test;

import dev.foliot.aggregate.Decider;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A decider whose functions are called twice and compared: they must not change their arguments,
 * and must return the same result again.
 */
final class PureDecider<C, S, E> implements Decider<C, S, E> {
  private final Decider<C, S, E> decider;

  PureDecider(Decider<C, S, E> decider) {
    this.decider = decider;
  }

  @Override
  public String aggregateId(C command) {
    return decider.aggregateId(command);
  }

  @Override
  public S initialState() {
    return decider.initialState();
  }

  @Override
  public List<E> decide(C command, S state) {
    return watch("decide", command, state, () -> decider.decide(command, state));
  }

  @Override
  public S evolve(S state, E event) {
    return watch("evolve", event, state, () -> decider.evolve(state, event));
  }

  private <T> T watch(String function, Object cause, S state, Supplier<T> call) {
    FrozenObject before = FrozenObject.of(state);
    T result;
    try {
      result = call.get();
    } catch (Throwable rejection) {
      refuseChange(function, cause, before, state);
      throw rejection;
    }
    refuseChange(function, cause, before, state);
    refuse(
        "%s returned something else when it was called again with %s:"
            .formatted(nameOf(function), cause),
        Differences.between(result, call.get()),
        "It must depend on its arguments alone: time, random values and other data belong in the %s."
            .formatted(function.equals("evolve") ? "event" : "command"));
    return result;
  }

  private void refuseChange(String function, Object cause, FrozenObject before, S state) {
    refuse(
        "%s changed its state argument when it was called with %s:"
            .formatted(nameOf(function), cause),
        before.changedTo(FrozenObject.of(state)),
        "It must not change the state%s, because the state may be cached and shared. Make the state a record of records and unmodifiable collections."
            .formatted(function.equals("evolve") ? " but return a new one" : ""));
  }

  private String nameOf(String function) {
    return decider.getClass().getSimpleName() + "." + function + "(…)";
  }

  private static void refuse(String what, List<Difference> differences, String remedy) {
    if (!differences.isEmpty()) {
      throw new AssertionError(
          "%s%n%s%s%n%s"
              .formatted(
                  what,
                  differences.stream()
                      .map(each -> "     %s%n".formatted(each.describe("%s, then %s")))
                      .collect(Collectors.joining()),
                  remedy,
                  ScenarioChecks.howToSwitchOff(ScenarioCheck.PURE_DECIDER)));
    }
  }
}
