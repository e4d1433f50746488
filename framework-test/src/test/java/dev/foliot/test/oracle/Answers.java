package dev.foliot.test.oracle;

import dev.foliot.test.WorkflowTestRun;
import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.journal.HistoryEvent;
import java.time.Duration;
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
  private final WorkflowTestRun<@Nullable Object> run;
  private final Variables variables;
  private final List<Map<String, Object>> unused;
  private final boolean answers;
  private final Set<String> seen = new HashSet<>();
  private final List<Planned> planned = new ArrayList<>();
  private Duration lastAt;

  /** An action, and its time from the start of the run. */
  private record Planned(Duration at, HistoryEvent callback, Map<String, Object> action) {}

  Answers(WorkflowTestRun<@Nullable Object> run, OracleCase of, Variables variables) {
    this.run = run;
    this.variables = variables;
    this.unused = new ArrayList<>(of.callbackActions());
    this.answers = !unused.isEmpty();
    this.lastAt = Duration.ZERO;
  }

  /** Looks for new callbacks. */
  void plan() {
    Map<String, String> names = new HashMap<>();
    for (HistoryEvent event : run.result().history()) {
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
    Duration from = lastAt.compareTo(now()) < 0 ? now() : lastAt;
    lastAt = from.plusSeconds(((Number) action.get("delaySeconds")).longValue());
    planned.add(new Planned(lastAt, callback, action));
  }

  /** Does what is due. */
  void act() {
    while (!planned.isEmpty() && planned.get(0).at().compareTo(now()) <= 0) {
      act(planned.remove(0));
    }
  }

  private void act(Planned next) {
    String callback = (String) next.callback().details().get("CallbackId");
    Object payload = variables.filled(next.action().get("payload"));
    switch ((String) Objects.requireNonNull(next.action().get("operation"))) {
      case "success" -> run.complete(Objects.requireNonNull(callback), payload);
      case "failure" -> run.fail(Objects.requireNonNull(callback), error(payload));
      default -> {
        run.heartbeat(Objects.requireNonNull(callback));
        planNext(next.callback(), nameOf(next.callback(), Map.of()));
      }
    }
  }

  private static OperationFailedException error(@Nullable Object payload) {
    Map<?, ?> fields = (Map<?, ?>) Objects.requireNonNull(payload);
    return new OperationFailedException(
        null, (String) fields.get("ErrorType"), (String) fields.get("ErrorMessage"));
  }

  private Duration now() {
    return run.result().elapsed();
  }
}
