package dev.foliot.test;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A state is made again from its events and compared with the one at work. */
final class RebuiltState {
  private RebuiltState() {}

  /**
   * What does not follow from the events; empty if all does.
   *
   * @param working the state at work
   * @param again makes it again
   */
  static Optional<String> problem(String name, Object working, Supplier<?> again) {
    Object rebuilt;
    try {
      rebuilt = again.get();
    } catch (RuntimeException e) {
      return Optional.of(
          "%s cannot be made again from its events: %s%nWhat applies an event changes state and nothing else; it cannot refuse what has happened.%n"
              .formatted(name, e));
    }
    List<Difference> differences = Differences.between(rebuilt, working);
    return differences.isEmpty() ? Optional.empty() : Optional.of(describe(name, differences));
  }

  private static String describe(String name, List<Difference> differences) {
    return """
        %s has state that does not follow from its events:
        %sChange state only where an event is applied, and by what the event says: the time, chance and what others know belong into the event. A field that is no state is transient.
        """
        .formatted(
            name,
            differences.stream()
                .map(each -> "     %s%n".formatted(each.describe("%s by its events, but it is %s")))
                .collect(Collectors.joining()));
  }
}
