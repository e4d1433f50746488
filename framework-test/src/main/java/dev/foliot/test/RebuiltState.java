package dev.foliot.test;

import dev.foliot.aggregate.AggregateLifecycle;
import dev.foliot.aggregate.EventSourcedAggregate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An event-sourced aggregate is made again from its events and compared with the one at work. */
final class RebuiltState {
  private RebuiltState() {}

  /**
   * What does not follow from the events; empty if all does.
   *
   * @param events all of the aggregate's; copies, because {@code @Apply} may change what it is
   *     given
   */
  static Optional<String> problem(EventSourcedAggregate working, List<Object> events) {
    String name = RaisedEvents.of(working).aggregate();
    EventSourcedAggregate rebuilt;
    try {
      rebuilt = AggregateLifecycle.recreate(working.getClass(), events);
    } catch (RuntimeException e) {
      return Optional.of(
          "%s cannot be made again from its events: %s%nAn @Apply method changes state and nothing else; it cannot refuse what has happened.%n"
              .formatted(name, e));
    }
    List<Difference> differences = Differences.between(rebuilt, working);
    return differences.isEmpty() ? Optional.empty() : Optional.of(describe(name, differences));
  }

  private static String describe(String name, List<Difference> differences) {
    return """
        %s has state that does not follow from its events:
        %sChange state in @Apply methods only, and by what the event says: the time, chance and what others know belong into the event. A field that is no state is transient.
        """
        .formatted(
            name,
            differences.stream()
                .map(each -> "     %s%n".formatted(each.describe("%s by its events, but it is %s")))
                .collect(Collectors.joining()));
  }
}
