package dev.foliot.test;

import dev.foliot.failure.ErrorText;
import dev.foliot.test.ScenarioProcess.Repeat;
import dev.foliot.test.ScenarioProcess.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks after each step of a {@link ProcessScenario}. */
final class ProcessChecks<P> {
  private final Set<ScenarioCheck> enabled;
  private final ScenarioProcess<P> process;

  ProcessChecks(Set<ScenarioCheck> enabled, ScenarioProcess<P> process) {
    this.enabled = enabled;
    this.process = process;
  }

  /**
   * Checks an event before it is delivered.
   *
   * @throws AssertionError if it cannot be stored
   */
  void event(Object event) {
    throwIfAny(problems(ScenarioCheck.ROUND_TRIP, RoundTrip.problem(KeptEvent.of(event))));
  }

  /**
   * Checks the result of a step.
   *
   * @throws AssertionError listing all problems
   */
  void afterStep() {
    List<String> problems = new ArrayList<>();
    // 1. What was sent, and what waits, can be stored.
    List<Object> messages = new ArrayList<>(process.sent());
    process.timers().values().stream().map(Timer::message).forEach(messages::add);
    for (Object each : messages) {
      problems.addAll(
          problems(ScenarioCheck.ROUND_TRIP, RoundTrip.problemInJson(KeptEvent.of(each))));
    }
    // 2. A delivery that is repeated, as after a rollback, does the same again.
    if (problems.isEmpty()) {
      process
          .repeats()
          .forEach(
              each -> problems.addAll(problems(ScenarioCheck.REPEATED_DELIVERY, difference(each))));
    }
    throwIfAny(problems);
  }

  private List<String> problems(ScenarioCheck check, Optional<String> problem) {
    return enabled.contains(check)
        ? problem.map(text -> text + ScenarioChecks.howToSwitchOff(check)).stream().toList()
        : List.of();
  }

  private static void throwIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
  }

  private Optional<String> difference(Repeat repeat) {
    String what =
        "%s does something else when %s is delivered again, as after a rollback:"
            .formatted(process.name(), repeat.message());
    if (repeat.failure() != null) {
      return Optional.of(
          "%s%n     it fails with %s%n".formatted(what, ErrorText.of(repeat.failure())));
    }
    List<Difference> differences = Differences.between(repeat.first(), repeat.again());
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s%n%sTake the time from the metadata or the message, and ids from the event: the system's clock and random values are different each time. If a field is not state, make it transient.%n"
                .formatted(
                    what,
                    differences.stream()
                        .map(each -> "     %s%n".formatted(each.describe("%s, then %s")))
                        .collect(Collectors.joining())));
  }
}
