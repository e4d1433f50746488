package dev.foliot.test;

import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.replay.Bodies;
import dev.foliot.workflow.replay.InvocationAborted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Crashes in a scenario. After a crash nothing more is stored until the next invocation. */
final class WorkflowFaults {
  private final int crashBeforeAppend;
  private final Set<String> crashes;
  private final Set<String> lostOutcomes;
  private final Map<String, Integer> executions = new HashMap<>();
  private final Set<String> repeated = new TreeSet<>();
  private int appends;
  private boolean dead;
  private boolean inTransaction;

  WorkflowFaults(WorkflowScript script) {
    this.crashBeforeAppend = script.crashBeforeAppend;
    this.crashes = new HashSet<>(script.crashes);
    this.lostOutcomes = new HashSet<>(script.lostOutcomes);
  }

  /** Called before the journal is written. */
  void beforeAppend() {
    throwIfDead();
    if (++appends == crashBeforeAppend) {
      throw crash();
    }
  }

  /** Runs the body of an operation, whose effect is stored with its outcome. */
  <T> T inTransaction(Supplier<T> body) {
    inTransaction = true;
    try {
      return body.get();
    } finally {
      inTransaction = false;
    }
  }

  /** Called before a body runs. */
  void beforeBody(RunInfo run, Bodies.Call call) {
    throwIfDead();
    if (call.name() != null && crashes.remove(call.name())) {
      throw crash();
    }
    if (inTransaction) {
      return; // a crash rolls its effect back
    }
    String operation = OperationIds.of(run.runId(), run.round(), call.operation());
    String attempt = operation + "#" + call.attempt();
    if (executions.merge(attempt, 1, Integer::sum) > 1) {
      repeated.add(call.name() == null ? call.operation() : call.name());
    }
  }

  /** Notes that a body has run before this scenario. */
  void ran(String operation, int attempt) {
    executions.merge(operation + "#" + attempt, 1, Integer::sum);
  }

  /** The bodies of an operation may run again. */
  void forget(String operation) {
    executions.keySet().removeIf(attempt -> attempt.startsWith(operation + "#"));
  }

  /** Called after a body has ended. */
  void afterBody(Bodies.Call call) {
    if (call.name() != null && lostOutcomes.remove(call.name())) {
      throw crash();
    }
  }

  /** The names of the steps whose crash has not happened, and the methods that have set it. */
  Map<String, String> unusedCrashes() {
    Map<String, String> unused = new TreeMap<>();
    crashes.forEach(name -> unused.put(name, "crashIn"));
    lostOutcomes.forEach(name -> unused.put(name, "loseOutcomeOf"));
    return unused;
  }

  private void throwIfDead() {
    if (dead) {
      throw crash();
    }
  }

  private InvocationAborted crash() {
    dead = true;
    return new InvocationAborted(new SimulatedCrash("the only node"));
  }

  /** Whether the invocation has crashed; the next one begins. */
  boolean revive() {
    boolean was = dead;
    dead = false;
    return was;
  }

  /** How often the journal was written. */
  int appends() {
    return appends;
  }

  /** The steps with an attempt whose body ran more than once. */
  List<String> repeated() {
    return List.copyOf(repeated);
  }
}
