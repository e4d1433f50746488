package dev.foliot.workflow.run;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.Sha256;
import dev.foliot.workflow.RunError;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.trigger.FailedRun;
import dev.foliot.workflow.trigger.OnFailure;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the workflow that a failed run names, in the transaction that stores the failure. */
record StartAfterFailure(RunParts parts, RunStore store, RunSignals signals) {
  private static final Logger LOG = LoggerFactory.getLogger(StartAfterFailure.class);

  /** The workflow to start when the run has ended with a status. */
  Optional<WorkflowDefinition> workflowFor(RunRow run, RunStatus status) {
    return status == RunStatus.FAILED
        ? workflowOf(run)
            .flatMap(each -> Optional.ofNullable(each.declaredBy().getAnnotation(OnFailure.class)))
            .map(named -> parts.registry().required(named.value()))
        : Optional.empty();
  }

  private Optional<WorkflowDefinition> workflowOf(RunRow run) {
    return parts.registry().find(run.identity().workflow(), run.identity().version());
  }

  /** Starts it. */
  void start(WorkflowDefinition workflow, RunRow failed, @Nullable String error) {
    Instant now = parts.clock().instant();
    RunRow.Identity origin = failed.identity();
    RunError why =
        Objects.requireNonNull(
            ErrorJson.shown(
                error == null
                    ? new StoredError("unknown", null)
                    : store.runs().errors().read(error)));
    String input =
        parts.codec().write(new FailedRun<>(failed.id(), origin.workflow(), input(failed), why));
    store
        .runs()
        .insert(
            new RunRow(
                new RunRow.Identity(
                    idFor(workflow, failed.id()),
                    workflow.name(),
                    workflow.version(),
                    origin.priority(),
                    origin.lane(),
                    null,
                    null,
                    origin.correlationId(),
                    origin.causationId(),
                    origin.metadata(),
                    null),
                input,
                RunStatus.PENDING,
                now,
                null,
                0,
                0,
                0,
                0,
                null,
                null,
                false,
                new RunRow.Times(now, null, null, null, null, null),
                RunRow.Flow.NONE));
    signals.dueAfterCommit(now);
  }

  /** The id of a run may be as long as the column. */
  private static String idFor(WorkflowDefinition workflow, String failed) {
    String id = workflow.name() + ":" + failed;
    return id.length() <= RunIds.MAX ? id : "failed:" + Sha256.of(id);
  }

  private @Nullable Object input(RunRow failed) {
    try {
      return parts
          .codec()
          .read(store.runs().input(failed), workflowOf(failed).orElseThrow().body().inputType());
    } catch (RuntimeException unreadable) {
      LOG.warn(
          "run={} has failed, and its input cannot be read: {}",
          failed.id(),
          ErrorText.of(unreadable));
      return null;
    }
  }
}
