package dev.foliot.test;

import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.replay.Bodies;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs the bodies of one run, or the stubs in their place. */
final class ScriptedBodies implements Bodies {
  private final VirtualRuns runs;
  private final RunInfo run;

  ScriptedBodies(VirtualRuns runs, RunInfo run) {
    this.runs = runs;
    this.run = run;
  }

  @Override
  public @Nullable Object run(Call call, Callable<? extends @Nullable Object> body)
      throws Exception {
    runs.faults().beforeBody(run, call);
    try {
      return outcome(call, body);
    } finally {
      runs.faults().afterBody(call);
    }
  }

  private @Nullable Object outcome(Call call, Callable<? extends @Nullable Object> body)
      throws Exception {
    List<ScriptedAttempt> stubs = runs.use().stubOf(call.name(), call.operation());
    if (stubs == null) {
      return body.call();
    }
    String operation = OperationIds.of(run.runId(), run.round(), call.operation());
    int attempt = runs.use().attempt(operation, call.attempt());
    if (attempt > stubs.size()) {
      throw runs.domain()
          .unscripted(
              "'%s' began attempt %s, and its stub has %s. Add an entry for each attempt."
                  .formatted(call.name(), attempt, stubs.size()));
    }
    ScriptedAttempt stub = stubs.get(attempt - 1);
    if (stub.isReal()) {
      return body.call();
    }
    if (stub.failure() != null) {
      throw asException(stub.failure());
    }
    return stub.value();
  }

  private static Exception asException(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (Exception) failure;
  }
}
