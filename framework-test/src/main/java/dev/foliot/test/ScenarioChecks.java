package dev.foliot.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The checks after each step of one run of a scenario. */
final class ScenarioChecks {
  private final Set<ScenarioCheck> enabled;
  private final List<KeptEvent> kept = new ArrayList<>();

  ScenarioChecks(Set<ScenarioCheck> enabled) {
    this.enabled = enabled;
  }

  /**
   * Checks the given events of a scenario.
   *
   * @throws AssertionError listing all problems
   */
  void begin(List<Object> events) {
    afterStep(events, null);
  }

  /**
   * Checks all events since the beginning, and the state that they led to.
   *
   * @param state null if it does not follow from events
   * @throws AssertionError listing all problems
   */
  void afterStep(List<Object> events, @Nullable CheckedState state) {
    List<String> problems = new ArrayList<>();
    // 1. Earlier events have not changed.
    kept.forEach(each -> check(ScenarioCheck.IMMUTABLE_EVENTS, each::change, problems));
    // 2. New events can be stored, and do not change.
    for (Object event : List.copyOf(events.subList(kept.size(), events.size()))) {
      KeptEvent keep = KeptEvent.of(event);
      kept.add(keep);
      check(ScenarioCheck.ROUND_TRIP, () -> RoundTrip.problem(keep), problems);
      check(ScenarioCheck.IMMUTABLE_EVENTS, keep::mutability, problems);
    }
    // 3. The state follows from the events, and from a snapshot. From wrong events it cannot.
    if (problems.isEmpty() && state != null) {
      check(
          ScenarioCheck.REBUILT_STATE, () -> RebuiltState.fromEvents(state, asStored()), problems);
      check(ScenarioCheck.SNAPSHOT, () -> RebuiltState.fromSnapshot(state), problems);
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  /**
   * Compares the ids of an aggregate before and after a step; null if it is not known.
   *
   * @throws AssertionError if the step has changed it
   */
  void sameId(@Nullable String before, @Nullable String after, String name) {
    if (isOn(ScenarioCheck.SAME_ID) && before != null && !before.equals(after)) {
      throw new AssertionError(
          "%s has changed its id() from %s to %s. The id names the stream and never changes: store a value that changes in another field.%n%s"
              .formatted(name, before, after, howToSwitchOff(ScenarioCheck.SAME_ID)));
    }
  }

  private void check(
      ScenarioCheck check, Supplier<Optional<String>> problem, List<String> problems) {
    if (isOn(check)) {
      problem
          .get()
          .map(
              text ->
                  text + "If it is intended: withoutChecking(ScenarioCheck.%s).%n".formatted(check))
          .ifPresent(problems::add);
    }
  }

  static String howToSwitchOff(ScenarioCheck check) {
    return "If it is intended: withoutChecking(ScenarioCheck.%s).%n".formatted(check);
  }

  boolean isOn(ScenarioCheck check) {
    return enabled.contains(check);
  }

  /** The events as read from the log, which share no objects. */
  private List<Object> asStored() {
    return isOn(ScenarioCheck.ROUND_TRIP)
        ? kept.stream().map(KeptEvent::asStored).toList()
        : kept.stream().map(KeptEvent::event).toList();
  }
}
