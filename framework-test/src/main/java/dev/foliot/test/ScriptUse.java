package dev.foliot.test;

import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Remembers which parts of a script were used: an unused part hides a misspelt name. */
final class ScriptUse {
  private final WorkflowScript script;
  private final Set<String> usedStubs = new HashSet<>();

  /** The operations of all runs and rounds, by their names and by their ids. */
  private final Map<String, OperationKind> operations = new LinkedHashMap<>();

  private final Set<String> names = new TreeSet<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Integer> attemptsBefore = new HashMap<>();

  ScriptUse(WorkflowScript script) {
    this.script = script;
  }

  @Nullable List<ScriptedAttempt> stubOf(@Nullable String name, String operation) {
    String key = name != null && script.stubs.containsKey(name) ? name : operation;
    usedStubs.add(key);
    return script.stubs.get(key);
  }

  /**
   * The number of an attempt, with the attempts before the retries of its run.
   *
   * @param operation the id of the operation, with its run
   */
  int attempt(String operation, int number) {
    attempts.put(operation, number);
    return number + attemptsBefore.getOrDefault(operation, 0);
  }

  /** Notes that an operation begins again: its stub continues with the next entry. */
  void forget(String operation) {
    Integer last = attempts.remove(operation);
    if (last != null) {
      attemptsBefore.merge(operation, last, Integer::sum);
    }
  }

  void recorded(JournalEntry entry) {
    operations.putIfAbsent(entry.operation(), entry.kind());
    if (entry.name() != null) {
      operations.putIfAbsent(entry.name(), entry.kind());
      names.add("'" + entry.name() + "'");
    }
  }

  /**
   * Fails if a part of the script was not used.
   *
   * @param faults the crashes that have not happened
   * @param left the actions that were not applied
   */
  void check(
      WorkflowFaults faults, Collection<WorkflowScript.Timed> left, WorkflowResult<?> result) {
    List<String> unused = new ArrayList<>();
    for (String stub : new TreeSet<>(script.stubs.keySet())) {
      if (!usedStubs.contains(stub)) {
        unused.add("stub(\"%s\"): %s".formatted(stub, reason(stub, "takes no stub")));
      }
    }
    faults
        .unusedCrashes()
        .forEach(
            (name, call) ->
                unused.add("%s(\"%s\"): %s".formatted(call, name, reason(name, "has no body"))));
    for (WorkflowScript.Timed each : left) {
      unused.add(
          "at(%s, %s): the run ended after %s."
              .formatted(each.at(), each.action(), result.elapsed()));
    }
    if (!unused.isEmpty()) {
      throw new AssertionError(
          """
          The run has ended without using everything that the test set up:
          %s
          Correct the test, or add .lenient() to a runner that several tests share.
          %s"""
              .formatted(String.join("\n", unused), result));
    }
  }

  private String reason(String name, String without) {
    OperationKind kind = operations.get(name);
    if (kind == null) {
      return "there is no operation with this name or id. There are %s."
          .formatted(names.isEmpty() ? "none with a name" : String.join(", ", names));
    }
    return "'%s' is a %s, which %s.".formatted(name, kind.label(), without);
  }
}
