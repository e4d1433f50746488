package dev.foliot.test;

import dev.foliot.event.DomainEvent;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.wait.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.core.annotation.AnnotatedElementUtils;
import tools.jackson.databind.JsonNode;

/** The domain events of a scenario, and the waits for them. */
final class VirtualEvents {
  private record Raised(int number, String type, String payload, Instant at) {}

  /** A wait of a run. Equal waits of a run get different events. */
  private record Wanted(String type, Map<String, String> where) {
    static Wanted by(JournalEntry started) {
      Map<String, String> where = new TreeMap<>();
      Map<String, String> given = started.details().where();
      if (given != null) {
        given.forEach((component, value) -> where.put(component, CanonicalJson.of(value)));
      }
      return new Wanted(Objects.requireNonNull(started.details().target()), where);
    }

    boolean accepts(Raised event) {
      JsonNode payload = Json.tree(event.payload());
      return event.type().equals(type)
          && where.entrySet().stream()
              .allMatch(each -> each.getValue().equals(value(payload, each.getKey())));
    }

    private static String value(JsonNode payload, String component) {
      JsonNode value = payload.path(component);
      return value.isMissingNode() ? "" : CanonicalJson.of(value);
    }
  }

  private record Wait(VirtualRun run, JournalEntry started, Wanted wanted) {
    /** The position above which it wants events. */
    long after() {
      Long given = started.details().afterPosition();
      return Math.max(given == null ? run.eventsBefore : given, run.formerEvents);
    }
  }

  private record Answered(VirtualRun run, String operation, Wanted wanted, int number) {}

  private final PayloadCodec codec;
  private final List<Raised> raised = new ArrayList<>();
  private final List<Wait> waits = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();

  VirtualEvents(PayloadCodec codec) {
    this.codec = codec;
  }

  /**
   * The class.
   *
   * @throws IllegalArgumentException if it is not a domain event
   */
  static Class<?> checkEvent(Class<?> type) {
    if (!AnnotatedElementUtils.isAnnotated(type, DomainEvent.class)) {
      throw new IllegalArgumentException(
          "%s is not an event. Annotate an event with @DomainEvent.".formatted(type.getName()));
    }
    return type;
  }

  /**
   * Opens a wait. An event that came after the start of the run, or after the given position,
   * answers it at once, unless a previous round or an equal wait has got this event or a later one.
   */
  void open(VirtualRun run, JournalEntry started) {
    Wait wait = new Wait(run, started, Wanted.by(started));
    waits.add(wait);
    long from = Math.max(wait.after(), lastAnswer(run, wait.wanted()));
    raised.stream()
        .filter(event -> event.number() > from)
        .filter(wait.wanted()::accepts)
        .findFirst()
        .ifPresent(event -> answer(wait, event));
  }

  /** The number of events, which is the position of the last one. */
  int count() {
    return raised.size();
  }

  private int lastAnswer(VirtualRun run, Wanted wanted) {
    return answered.stream()
        .filter(each -> each.run() == run && each.wanted().equals(wanted))
        .mapToInt(Answered::number)
        .max()
        .orElse(0);
  }

  void raise(Object event, Instant at) {
    Raised one = new Raised(raised.size() + 1, event.getClass().getName(), codec.write(event), at);
    raised.add(one);
    waits.stream()
        .filter(wait -> one.number() > wait.after() && wait.wanted().accepts(one))
        .toList()
        .forEach(wait -> answer(wait, one));
  }

  /** Called when the run continues as new. Each event is found once. */
  void restart(VirtualRun run) {
    waits.removeIf(wait -> wait.run() == run);
    run.formerEvents =
        answered.stream()
            .filter(each -> each.run() == run)
            .mapToInt(Answered::number)
            .max()
            .orElse(run.formerEvents);
  }

  /** Called when operations of a run begin again, so that they get their events again. */
  void forget(VirtualRun run, Set<String> operations) {
    waits.removeIf(wait -> wait.run() == run);
    answered.removeIf(each -> each.run() == run && operations.contains(each.operation()));
  }

  private void answer(Wait wait, Raised event) {
    waits.remove(wait);
    VirtualRun run = wait.run();
    String operation = wait.started().operation();
    answered.add(new Answered(run, operation, wait.wanted(), event.number()));
    run.answer(new Answer(operation, EntryType.SUCCEEDED, event.payload(), null, event.at()));
  }
}
