package dev.foliot.test.oracle;

import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.HistoryEvent;
import dev.foliot.workflow.journal.StoredError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outside world of a case: it answers callbacks, one after the other. */
final class Answers {
  private final OracleRun run;
  private final Variables variables;
  private final List<Map<String, Object>> unused;
  private final boolean answers;
  private final Set<String> seen = new HashSet<>();
  private final List<Planned> planned = new ArrayList<>();
  private Instant lastAt;

  /** An action that is due later. */
  private record Planned(Instant at, HistoryEvent callback, Map<String, Object> action) {}

  Answers(OracleRun run, OracleCase of, Variables variables) {
    this.run = run;
    this.variables = variables;
    this.unused = new ArrayList<>(of.callbackActions());
    this.answers = !unused.isEmpty();
    this.lastAt = run.now();
  }

  /** Looks for new callbacks. */
  void plan() {
    Map<String, String> names = new HashMap<>();
    for (HistoryEvent event : run.history()) {
      if (event.type().equals("ContextStarted") && event.name() != null) {
        names.put(event.id(), event.name());
      }
      if (event.type().equals("CallbackStarted") && seen.add(event.id())) {
        planNext(event, nameOf(event, names));
      }
    }
  }

  private static String nameOf(HistoryEvent event, Map<String, String> contexts) {
    String name = event.name() == null ? contexts.get(event.parentId()) : event.name();
    return name == null ? "" : name;
  }

  private void planNext(HistoryEvent callback, String name) {
    unused.stream()
        .filter(action -> fits((String) action.get("callbackName"), name))
        .findFirst()
        .ifPresentOrElse(action -> plan(callback, action), () -> failIfAnswered(name));
  }

  private void failIfAnswered(String name) {
    if (answers) {
      throw new AssertionError("No action is left for callback " + name);
    }
  }

  private boolean fits(@Nullable String wanted, String name) {
    return wanted == null || wanted.equals("*") || variables.filled(wanted).equals(name);
  }

  private void plan(HistoryEvent callback, Map<String, Object> action) {
    unused.remove(action);
    Instant from = lastAt.isBefore(run.now()) ? run.now() : lastAt;
    lastAt = from.plusSeconds(((Number) action.get("delaySeconds")).longValue());
    planned.add(new Planned(lastAt, callback, action));
  }

  /** The time of the next action; null if there is none. */
  @Nullable Instant nextAt() {
    return planned.isEmpty() ? null : planned.get(0).at();
  }

  /** Does what is due. */
  void act() {
    Planned next = planned.remove(0);
    String operation = Objects.requireNonNull(next.callback().id());
    switch ((String) Objects.requireNonNull(next.action().get("operation"))) {
      case "success" -> run.answer(operation, EntryType.SUCCEEDED, payload(next.action()));
      case "failure" -> run.fail(operation, error(next.action()));
      default -> {
        run.answer(operation, null, null);
        planNext(next.callback(), nameOf(next.callback(), Map.of()));
      }
    }
  }

  private @Nullable String payload(Map<String, Object> action) {
    Object payload = action.get("payload");
    return payload == null ? null : Codecs.json(variables.filled(payload));
  }

  private static StoredError error(Map<String, Object> action) {
    Map<?, ?> payload = (Map<?, ?>) Objects.requireNonNull(action.get("payload"));
    return new StoredError((String) payload.get("ErrorType"), (String) payload.get("ErrorMessage"));
  }
}
