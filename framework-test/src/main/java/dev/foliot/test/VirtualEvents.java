package dev.foliot.test;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The domain events of a scenario, and the waits for them. */
final class VirtualEvents {
  private record Raised(int number, String type, String payload, Instant at) {}

  private record Wait(VirtualRun run, JournalEntry started) {}

  private final PayloadCodec codec;
  private final List<Raised> raised = new ArrayList<>();
  private final List<Wait> waits = new ArrayList<>();

  VirtualEvents(PayloadCodec codec) {
    this.codec = codec;
  }

  /**
   * Opens a wait. An event that came after the start of the run answers it at once, unless a former
   * round has got it or a later one.
   */
  void open(VirtualRun run, JournalEntry started) {
    Wait wait = new Wait(run, started);
    waits.add(wait);
    raised.stream()
        .filter(event -> !event.at().isBefore(run.startedAt))
        .filter(event -> event.number() > run.eventsBefore)
        .filter(event -> matches(event, started))
        .findFirst()
        .ifPresent(event -> answer(wait, event));
  }

  void raise(Object event, Instant at) {
    Raised one = new Raised(raised.size() + 1, event.getClass().getName(), codec.write(event), at);
    raised.add(one);
    waits.stream()
        .filter(wait -> matches(one, wait.started()))
        .toList()
        .forEach(wait -> answer(wait, one));
  }

  /** The run goes on as new: each event is found once. */
  void restart(VirtualRun run) {
    waits.removeIf(wait -> wait.run() == run);
    run.eventsBefore = run.lastEvent;
  }

  private void answer(Wait wait, Raised event) {
    waits.remove(wait);
    wait.run().lastEvent = Math.max(wait.run().lastEvent, event.number());
    String operation = wait.started().operation();
    wait.run()
        .answer(new Answer(operation, EntryType.SUCCEEDED, event.payload(), null, event.at()));
  }

  private static boolean matches(Raised event, JournalEntry wait) {
    if (!event.type().equals(wait.details().target())) {
      return false;
    }
    Map<String, String> where = wait.details().where();
    JsonNode payload = Json.tree(event.payload());
    return where == null
        || where.entrySet().stream()
            .allMatch(each -> isSame(Json.tree(each.getValue()), payload.path(each.getKey())));
  }

  /** Numbers are compared by their value. */
  private static boolean isSame(JsonNode wanted, JsonNode found) {
    return wanted.equals(VirtualEvents::compare, found);
  }

  private static int compare(JsonNode wanted, JsonNode found) {
    if (wanted.isNumber() && found.isNumber()) {
      return wanted.decimalValue().compareTo(found.decimalValue());
    }
    return wanted.equals(found) ? 0 : 1;
  }
}
