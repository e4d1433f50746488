package dev.foliot.test;

import dev.foliot.failure.ErrorText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a state again, from its events and from a snapshot, and compares it with the current state.
 */
final class RebuiltState {
  private static final String SNAPSHOT_REMEDY =
      "A snapshot is the JSON of all fields but transient ones. Keep state in records, enums, text, numbers, types of java.time, or lists, sets and maps of these, or set snapshotEvery = 0.";

  private RebuiltState() {}

  /**
   * Returns the state that does not follow from the events; empty if all does, or if some of them
   * are not known.
   *
   * @param events copies, because an apply method may change them
   */
  static Optional<String> fromEvents(CheckedState state, List<Object> events) {
    if (state.version() != events.size()) {
      return Optional.empty();
    }
    Object rebuilt;
    try {
      rebuilt = state.rebuild().apply(events);
    } catch (Throwable e) {
      return Optional.of(
          "%s cannot be made again from its events: %s%nAn @Apply method changes state and nothing else; it cannot refuse an event.%n"
              .formatted(state.name(), ErrorText.of(e)));
    }
    return describe(
        state.name() + " has state that does not follow from its events:",
        Differences.between(rebuilt, state.working()),
        "%s by its events, but it is %s",
        "Change state only where an event is applied, with the values of the event: time, random values and other data belong in the event. If a field is not state, make it transient.");
  }

  /**
   * Returns the state that a snapshot loses; empty if there is none, or if there are no snapshots.
   */
  static Optional<String> fromSnapshot(CheckedState state) {
    if (!state.hasSnapshots()) {
      return Optional.empty();
    }
    Object restored;
    try {
      restored = state.restore().apply(state.snapshot());
    } catch (Throwable e) {
      return Optional.of(
          "%s cannot be restored from a snapshot:%n     %s%n%s%n"
              .formatted(state.name(), RoundTrip.reason(e), SNAPSHOT_REMEDY));
    }
    return describe(
        state.name() + " is not the same when it is restored from a snapshot:",
        Differences.between(state.working(), restored),
        "it is %s, but %s when restored",
        SNAPSHOT_REMEDY);
  }

  private static Optional<String> describe(
      String what, List<Difference> differences, String sentence, String remedy) {
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s%n%s%s%n"
                .formatted(
                    what,
                    differences.stream()
                        .map(each -> "     %s%n".formatted(each.describe(sentence)))
                        .collect(Collectors.joining()),
                    remedy));
  }
}
